/**
 * One convention for the names of limits, lengths of time and what was looked up (docs/architecture.md, "How names are
 * formed"): a limit is `max…` or `min…`, milliseconds are `…Ms`, and `known` alone says nothing of what is known.
 * @type {import('eslint').Rule.RuleModule}
 */
export const plainNames = {
  meta: {
    type: 'suggestion',
    messages: {
      known:
        'What is it? `cached` is what a cache held, `existing` what is there already, `before` what another one follows.',
      limit: 'A limit is called max… or min…, with its unit behind.',
      millis: 'Milliseconds are called …Ms.',
    },
    schema: [],
  },
  create: ({ report }) => {
    const check = (id, isLimit) => {
      if (id.name === 'known') report({ node: id, messageId: 'known' });
      if (/^(?:millis|milliseconds)|Millis(?:econds)?$/.test(id.name))
        report({ node: id, messageId: 'millis' });
      if (isLimit && extremes.test(id.name)) report({ node: id, messageId: 'limit' });
    };
    return {
      VariableDeclarator({ id, init }) {
        for (const each of namesIn(id)) check(each, each === id && isFixed(init));
      },
      ':function'({ params }) {
        for (const param of params) for (const each of namesIn(param)) check(each, isNumber(each, param));
      },
      TSPropertySignature({ key, typeAnnotation }) {
        if (key.type === 'Identifier') check(key, isNumberType(typeAnnotation));
      },
      TSFunctionType({ params }) {
        for (const param of params)
          if (param.type === 'Identifier') check(param, isNumberType(param.typeAnnotation));
      },
    };
  },
};

/** Of what is reckoned, such as the longest of several, a limit is told by being given or fixed. */
const extremes = /^(?:most|least|longest|shortest|largest|smallest|biggest|deepest|fewest|greatest)(?![a-z])/;

/** A number that is written down, also as a sum or a power. */
const isFixed = (init) =>
  init?.type === 'BinaryExpression'
    ? isFixed(init.left) && isFixed(init.right)
    : init?.type === 'Literal' && typeof init.value === 'number';

const isNumberType = (annotation) => {
  const type = annotation?.typeAnnotation;
  const parts = type?.type === 'TSUnionType' ? type.types : [type];
  return parts.some((part) => part?.type === 'TSNumberKeyword');
};

const isNumber = (id, param) =>
  isNumberType(id.typeAnnotation) ||
  (param.type === 'AssignmentPattern' && param.left === id && isFixed(param.right));

/** The names that a declaration or a parameter binds. */
const namesIn = (pattern) => {
  switch (pattern?.type) {
    case 'Identifier':
      return [pattern];
    case 'AssignmentPattern':
      return namesIn(pattern.left);
    case 'RestElement':
      return namesIn(pattern.argument);
    case 'ArrayPattern':
      return pattern.elements.flatMap(namesIn);
    case 'ObjectPattern':
      return pattern.properties.flatMap((property) =>
        property.type === 'RestElement' ? namesIn(property) : namesIn(property.value),
      );
    default:
      return [];
  }
};
