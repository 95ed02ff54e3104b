import ts from 'typescript';

/**
 * What is called `xOf(y)` is x as it follows from y (docs/architecture.md, "How names are formed"): a pure function, so
 * that it may be called anywhere, as often as one likes. What waits, asks a database, the clock or a file, changes or
 * keeps something, or answers yes or no, says so by a verb; a table says what it is looked up by.
 * @type {import('eslint').Rule.RuleModule}
 */
export const derivedNames = {
  meta: {
    type: 'suggestion',
    messages: {
      table: '{{name}} is no function: a table is called xByY, by what it is looked up by.',
      component: '{{name}} is drawn: a component is called by a noun.',
      waits: '{{name}} answers later: a verb says what is waited for, such as read, list, load, find or ask.',
      nothing: '{{name}} gives nothing back: a verb says what it does.',
      yesNo: '{{name}} answers yes or no: isX, hasX or mayX.',
      bare: '{{name}} is of nothing: it takes no argument.',
      asks: '{{name}} asks {{what}}: a verb says so, such as read, count or find.',
      changes: '{{name}} changes {{what}}, which outlives the call: a verb says so.',
    },
    schema: [],
  },
  create(context) {
    const { sourceCode } = context;
    const services = sourceCode.parserServices;
    const checker = services.program?.getTypeChecker();
    if (checker === undefined) throw new Error('derived-names needs types');
    const report = (node, messageId, what) =>
      context.report({ node, messageId, data: { name: node.name, ...(what !== undefined && { what }) } });

    const checkType = (id) => {
      const type = checker.getNonNullableType(services.getTypeAtLocation(id));
      const signature = partsOf(type).flatMap((part) => part.getCallSignatures())[0];
      if (signature === undefined) {
        if (isTable(type)) report(id, 'table');
        return;
      }
      const answers = partsOf(signature.getReturnType());
      if (/^[A-Z]/.test(id.name)) report(id, 'component');
      else if (answers.every((answer) => laterTypes.has(nameOfType(answer)))) report(id, 'waits');
      else if (answers.every(({ flags }) => flags & (ts.TypeFlags.Void | ts.TypeFlags.Undefined)))
        report(id, 'nothing');
      else if (answers.every(({ flags }) => flags & ts.TypeFlags.BooleanLike)) report(id, 'yesNo');
      else if (signature.getParameters().length === 0) report(id, 'bare');
      else {
        const asked = signature
          .getParameters()
          .map((parameter) => nameOfType(checker.getTypeOfSymbol(parameter)))
          .find((name) => askedTypes.test(name));
        if (asked !== undefined) report(id, 'asks', asked);
      }
    };
    const checkBody = (id, value) => {
      if (!isFunction(value)) return;
      const impure = impurityIn(value, sourceCode);
      if (impure) report(id, impure.messageId, impure.what);
    };
    const check = (id, value) => {
      if (id?.type !== 'Identifier' || !called.test(id.name) || words.has(id.name)) return;
      checkType(id);
      checkBody(id, value);
    };
    return {
      VariableDeclarator: ({ id, init }) => check(id, init),
      FunctionDeclaration: (node) => check(node.id, node),
      Property: ({ key, value, computed, parent }) => {
        if (!computed && parent.type === 'ObjectExpression' && isFunction(value)) check(key, value);
      },
      TSPropertySignature: ({ key }) => check(key),
      TSMethodSignature: ({ key }) => check(key),
    };
  },
};

/** A question such as isPartOf is a verb already. */
const called = /^(?!(?:is|has|may|can)[A-Z]).*[a-z0-9]Of$/;
/** Of when something is true. */
const words = new Set(['asOf']);
const laterTypes = new Set(['Promise', 'PromiseLike', 'AsyncGenerator', 'AsyncIterable', 'AsyncIterator']);
const askedTypes = /^(?:CatalogDatabase|Sqlite|Database|\w*Store|\w*Clients)$/;
const mutators = new Set([
  'set',
  'add',
  'delete',
  'clear',
  'push',
  'unshift',
  'pop',
  'shift',
  'splice',
  'sort',
]);

const partsOf = (type) => (type.isUnion() ? type.types : [type]);
const nameOfType = (type) => type.aliasSymbol?.name ?? type.symbol?.name ?? '';

const isFunction = (node) =>
  node?.type === 'ArrowFunctionExpression' ||
  node?.type === 'FunctionExpression' ||
  node?.type === 'FunctionDeclaration';

const isTable = (type) => partsOf(type).some(({ flags }) => (flags & ts.TypeFlags.Object) !== 0);

/** What a function does beside deriving: changing what lies outside of it, asking the clock, chance or the disk. */
const impurityIn = (fn, sourceCode) => {
  const scope = sourceCode.getScope(fn.body);
  const inside = (variable) =>
    variable?.defs.some(({ name }) => name.range[0] >= fn.range[0] && name.range[1] <= fn.range[1]) ?? false;
  const visit = (each) => {
    for (const reference of each.references) {
      const { identifier, resolved } = reference;
      if (inside(resolved)) continue;
      if (reference.isWrite()) return { messageId: 'changes', what: identifier.name };
      const { parent } = identifier;
      const member =
        parent.type === 'MemberExpression' && parent.object === identifier ? parent.property.name : undefined;
      const isCalled = (node) => node.parent.type === 'CallExpression' && node.parent.callee === node;
      if (member !== undefined && mutators.has(member) && isCalled(parent))
        return { messageId: 'changes', what: identifier.name };
      if (
        `${identifier.name}.${member}` === 'Date.now' ||
        `${identifier.name}.${member}` === 'performance.now'
      )
        return { messageId: 'asks', what: 'the clock' };
      if (`${identifier.name}.${member}` === 'Math.random' || identifier.name === 'randomUUID')
        return { messageId: 'asks', what: 'chance' };
      if (/Sync$/.test(identifier.name) && isCalled(identifier))
        return { messageId: 'asks', what: 'the disk' };
      if (identifier.name === 'inProcess') return { messageId: 'changes', what: 'the process' };
    }
    for (const child of each.childScopes) {
      const found = visit(child);
      if (found) return found;
    }
    return undefined;
  };
  return visit(scope);
};
