/**
 * Reads a metric math expression: numbers, ids, + - * /, parentheses, arrays and calls. Its cost is bounded by the length of
 * the text, and its depth by a limit.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
 */
export type MathNode =
  | { kind: 'number'; value: number }
  | { kind: 'text'; value: string }
  | { kind: 'id'; name: string }
  | { kind: 'negate'; operand: MathNode }
  | { kind: 'binary'; operator: '+' | '-' | '*' | '/'; left: MathNode; right: MathNode }
  | { kind: 'call'; name: string; operands: MathNode[] }
  | { kind: 'array'; items: MathNode[] };

/** An expression that cannot be read or evaluated; the message says why, for the caller. */
export class MathError extends Error {}

const maxLength = 2048;
const maxDepth = 32;

type Token = { kind: 'number' | 'name' | 'text' | 'sign'; text: string };

const pattern =
  /\s*(?:(\d+\.?\d*(?:[eE][-+]?\d+)?|\.\d+(?:[eE][-+]?\d+)?)|([A-Za-z_][A-Za-z0-9_]*)|"([^"]*)"|'([^']*)'|([-+*/(),[\]]))/y;

const tokensOf = (text: string): Token[] => {
  const tokens: Token[] = [];
  const end = text.trimEnd().length;
  pattern.lastIndex = 0;
  while (pattern.lastIndex < end) {
    const at = pattern.lastIndex;
    const match = pattern.exec(text);
    if (!match) throw new MathError(unreadable(text.slice(at).trimStart()[0] ?? ''));
    const [, number, name, double, single, sign] = match;
    if (number !== undefined) tokens.push({ kind: 'number', text: number });
    else if (name !== undefined) tokens.push({ kind: 'name', text: name });
    else if (sign !== undefined) tokens.push({ kind: 'sign', text: sign });
    else tokens.push({ kind: 'text', text: double ?? single ?? '' });
  }
  return tokens;
};

const unreadable = (character: string): string =>
  `the character "${character}" is not supported: an expression has numbers, ids, arrays, + - * / and functions`;

/** Throws MathError. */
export const parseExpression = (text: string): MathNode => {
  if (text.length > maxLength) throw new MathError(`it is longer than ${maxLength} characters`);
  const tokens = tokensOf(text);
  let next = 0;
  let depth = 0;

  const signOf = <Sign extends string>(...signs: Sign[]): Sign | undefined => {
    const token = tokens[next];
    return token?.kind === 'sign' ? signs.find((sign) => sign === token.text) : undefined;
  };
  const isSign = (sign: string): boolean => signOf(sign) !== undefined;
  const expect = (sign: string): void => {
    if (!isSign(sign)) throw new MathError(`"${sign}" is missing ${where()}`);
    next += 1;
  };
  const where = (): string => {
    const token = tokens[next];
    return token ? `before "${token.text.slice(0, 50)}"` : 'at the end';
  };
  const deeper = <Value>(read: () => Value): Value => {
    depth += 1;
    if (depth > maxDepth) throw new MathError(`it is nested more than ${maxDepth} deep`);
    const value = read();
    depth -= 1;
    return value;
  };

  const readSum = (): MathNode => {
    let left = readProduct();
    for (let operator = signOf('+', '-'); operator; operator = signOf('+', '-')) {
      next += 1;
      left = { kind: 'binary', operator, left, right: readProduct() };
    }
    return left;
  };
  const readProduct = (): MathNode => {
    let left = readFactor();
    for (let operator = signOf('*', '/'); operator; operator = signOf('*', '/')) {
      next += 1;
      left = { kind: 'binary', operator, left, right: readFactor() };
    }
    return left;
  };
  const readFactor = (): MathNode =>
    deeper(() => {
      const token = tokens[next];
      if (!token) throw new MathError('it ends where a value is expected');
      next += 1;
      if (token.kind === 'number') return { kind: 'number', value: Number(token.text) };
      if (token.kind === 'text') return { kind: 'text', value: token.text };
      if (token.kind === 'name') return isSign('(') ? readCall(token.text) : { kind: 'id', name: token.text };
      if (token.text === '-') return { kind: 'negate', operand: readFactor() };
      if (token.text === '+') return readFactor();
      if (token.text === '[') return { kind: 'array', items: readUntil(']') };
      if (token.text !== '(') throw new MathError(`a value is expected where "${token.text}" is`);
      const inner = readSum();
      expect(')');
      return inner;
    });
  const readUntil = (end: ')' | ']'): MathNode[] => {
    const items: MathNode[] = [];
    while (!isSign(end)) {
      if (items.length > 0) expect(',');
      items.push(readSum());
    }
    expect(end);
    return items;
  };
  const readCall = (name: string): MathNode => {
    expect('(');
    return { kind: 'call', name: name.toUpperCase(), operands: readUntil(')') };
  };

  const expression = readSum();
  if (next < tokens.length) throw new MathError(`an operator is missing ${where()}`);
  return expression;
};

/** The ids that an expression names; METRICS() names none. */
export const idsIn = (node: MathNode): string[] => {
  if (node.kind === 'id') return [node.name];
  if (node.kind === 'negate') return idsIn(node.operand);
  if (node.kind === 'binary') return [...idsIn(node.left), ...idsIn(node.right)];
  if (node.kind === 'array') return node.items.flatMap(idsIn);
  return node.kind === 'call' ? node.operands.flatMap(idsIn) : [];
};
