/** Words of a name that say it is money: of `usdPerInstanceHour`, `hourlyPrice`, `totalCosts`. */
const moneyWords = new Set(['usd', 'price', 'prices', 'cost', 'costs', 'dollars', 'hourly', 'cents']);

const isMoneyName = (name) => name.split(/(?=[A-Z])|_/).some((word) => moneyWords.has(word.toLowerCase()));

/** What a node is called, through what only wraps it: `price!.usdPerHour`, `prices.get(type) ?? 0`, `-usd`. */
const namesIn = (node) => {
  switch (node?.type) {
    case 'Identifier':
      return [node.name];
    case 'MemberExpression':
      return [
        ...(node.computed ? [] : namesIn(node.property)),
        ...(node.computed ? namesIn(node.object) : []),
      ];
    case 'CallExpression':
      return [...node.arguments.flatMap(namesIn), ...calleeNames(node.callee)];
    case 'LogicalExpression':
    case 'BinaryExpression':
      return [...namesIn(node.left), ...namesIn(node.right)];
    case 'ConditionalExpression':
      return [...namesIn(node.consequent), ...namesIn(node.alternate)];
    case 'UnaryExpression':
      return namesIn(node.argument);
    case 'ChainExpression':
    case 'TSNonNullExpression':
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
      return namesIn(node.expression);
    default:
      return [];
  }
};

/** Of `prices.get(…)` the map's name counts, of `usdOf(…)` its own. */
const calleeNames = (callee) =>
  callee.type === 'MemberExpression' ? [...namesIn(callee.object), ...namesIn(callee)] : namesIn(callee);

/**
 * Products and quotients of money have one room: elsewhere the same sum would be worked out in a second way.
 * @type {import('eslint').Rule.RuleModule}
 */
export const moneyInOneRoom = {
  meta: {
    type: 'problem',
    schema: [],
    messages: { elsewhere: '{{name}} is money: lib/training/money multiplies and divides it, once for all.' },
  },
  create: (context) => {
    const check = (node) => {
      if (!['*', '/', '*=', '/='].includes(node.operator)) return;
      const name = [...namesIn(node.left), ...namesIn(node.right)].find(isMoneyName);
      if (name !== undefined) context.report({ node, messageId: 'elsewhere', data: { name } });
    };
    return { BinaryExpression: check, AssignmentExpression: check };
  },
};
