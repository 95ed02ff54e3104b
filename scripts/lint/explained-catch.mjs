/**
 * A catch that does not name its error swallows whatever comes: it says why in a comment, or throws what the reader
 * is to see instead. So does `.catch(() => …)`.
 * @type {import('eslint').Rule.RuleModule}
 */
export const explainedCatch = {
  meta: {
    type: 'problem',
    messages: {
      unexplained:
        'Whatever was thrown is swallowed here: name it and narrow it or log it, or say in a comment why nothing is lost.',
    },
    schema: [],
  },
  create: ({ sourceCode, report }) => ({
    CatchClause(node) {
      const [first, ...more] = node.body.body;
      const onlyThrows = first?.type === 'ThrowStatement' && more.length === 0;
      if (node.param === null && !onlyThrows && sourceCode.getCommentsInside(node).length === 0)
        report({ node, messageId: 'unexplained' });
    },
    'CallExpression[callee.property.name="catch"]'(node) {
      const [handler] = node.arguments;
      if (handler?.type !== 'ArrowFunctionExpression' || handler.params.length > 0) return;
      const ancestors = sourceCode.getAncestors(node);
      const block = ancestors.findLastIndex(({ type }) => type === 'BlockStatement' || type === 'Program');
      const comments = [
        ...sourceCode.getCommentsInside(node),
        ...[node, ...ancestors.slice(block + 1)].flatMap((each) => sourceCode.getCommentsBefore(each)),
      ];
      if (comments.length === 0) report({ node, messageId: 'unexplained' });
    },
  }),
};
