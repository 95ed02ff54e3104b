/** Values in a syntax tree of Python as they stand there: literals, arguments of calls, and texts with placeholders. */
import { type parser } from '@lezer/python';

export type SyntaxNode = ReturnType<typeof parser.parse>['topNode'];

/** A literal as it stands; `undefined` as a member of a call's arguments says that it is none. */
export type Literal = string | number | boolean | null | Literal[];

export interface Argument {
  /** Of a keyword argument. */
  name?: string;
  literal?: Literal | undefined;
  /** Text with placeholders, of a string that is formatted. */
  template?: TemplatePart[];
  /** The expression as written, shortened. */
  text: string;
}

/** A part of a formatted text: what stands there, or a value with its format, e.g. `.4f`. */
export type TemplatePart = string | { format: string; expression: string };

export interface Call {
  /** Dotted, e.g. `parser.add_argument`; of a call on a call the last part alone. */
  callee: string;
  args: Argument[];
  /** It decorates a function or class. */
  isDecorator: boolean;
  /** Counted from 1. */
  line: number;
}

const maxArguments = 60;
/** Literals are nested no deeper where people write them. */
const maxLiteralDepth = 8;

export interface Read {
  text: string;
  /** Names of the module that are given a literal once. */
  constants: Map<string, Literal>;
}

export const childrenOf = (node: SyntaxNode): SyntaxNode[] => {
  const children: SyntaxNode[] = [];
  for (let child = node.firstChild; child; child = child.nextSibling) children.push(child);
  return children;
};

export const callOf = (node: SyntaxNode, read: Read): Omit<Call, 'isDecorator' | 'line'> | undefined => {
  const list = node.getChild('ArgList');
  if (!list) return undefined;
  const written = read.text.slice(node.from, list.from).replace(/^@/, '').trim();
  const callee = /^[\w.\s]{1,200}$/.test(written)
    ? written.replaceAll(/\s/g, '')
    : (/\.\s*(\w{1,100})$/.exec(written)?.[1] ?? '');
  if (callee === '') return undefined;
  // A text that is formatted by a call of its own: 'loss {}'.format(loss).
  return { callee, args: argumentsOf(list, read) };
};

const argumentsOf = (list: SyntaxNode, read: Read): Argument[] => {
  const args: Argument[] = [];
  let name: string | undefined;
  for (let child = list.firstChild; child && args.length < maxArguments; child = child.nextSibling) {
    const next = child.nextSibling;
    if (child.name === 'VariableName' && next?.name === 'AssignOp') {
      name = read.text.slice(child.from, child.to);
      child = next;
      continue;
    }
    if (/^[(),]$|^(Comment|\*\*?)$/.test(child.name)) continue;
    const literal = literalOf(child, read, 0);
    const template = templateOf(child, read);
    args.push({
      ...(name !== undefined && { name }),
      literal,
      ...(template && { template }),
      text: read.text.slice(child.from, Math.min(child.to, child.from + 200)),
    });
    name = undefined;
  }
  return args;
};

export const literalOf = (node: SyntaxNode, read: Read, depth: number): Literal | undefined => {
  if (depth > maxLiteralDepth) return undefined;
  const written = () => read.text.slice(node.from, Math.min(node.to, node.from + 10_000));
  switch (node.name) {
    case 'String':
      return textOf(written());
    case 'ContinuedString': {
      const parts = childrenOf(node).map((part) =>
        part.name === 'String' ? textOf(read.text.slice(part.from, part.to)) : undefined,
      );
      return parts.every((part) => part !== undefined) ? parts.join('') : undefined;
    }
    case 'Number':
      return numberOf(written());
    case 'Boolean':
      return written() === 'True';
    case 'None':
      return null;
    case 'VariableName':
      return read.constants.get(written());
    case 'ParenthesizedExpression': {
      const inner = childrenOf(node)[1];
      return inner && literalOf(inner, read, depth + 1);
    }
    case 'UnaryExpression': {
      const [sign, value] = childrenOf(node);
      const number = value && literalOf(value, read, depth + 1);
      if (typeof number !== 'number' || !sign) return undefined;
      const operator = read.text.slice(sign.from, sign.to);
      return operator === '-' ? -number : operator === '+' ? number : undefined;
    }
    case 'BinaryExpression':
      return calculated(node, read, depth);
    case 'ArrayExpression':
    case 'TupleExpression': {
      const items = childrenOf(node).filter(({ name }) => !/^[[\](),]$|^Comment$/.test(name));
      if (items.length > maxArguments) return undefined;
      const values = items.map((item) => literalOf(item, read, depth + 1));
      return values.every((value) => value !== undefined) ? values : undefined;
    }
    default:
      return undefined;
  }
};

/** `2 ** 10` and `64 * 4` are written for their readers. */
const calculated = (node: SyntaxNode, read: Read, depth: number): number | undefined => {
  const [left, sign, right] = childrenOf(node);
  if (!left || !sign || !right) return undefined;
  const [a, b] = [literalOf(left, read, depth + 1), literalOf(right, read, depth + 1)];
  if (typeof a !== 'number' || typeof b !== 'number') return undefined;
  const value = new Map([
    ['+', a + b],
    ['-', a - b],
    ['*', a * b],
    ['/', a / b],
    ['**', a ** b],
    ['//', Math.floor(a / b)],
  ]).get(read.text.slice(sign.from, sign.to));
  return Number.isFinite(value) ? value : undefined;
};

const numberOf = (written: string): number | undefined => {
  const value = Number(written.replaceAll('_', ''));
  return Number.isFinite(value) ? value : undefined;
};

const escapes = new Map([
  ['n', '\n'],
  ['t', '\t'],
  ['r', '\r'],
  ['0', '\0'],
  ['\n', ''],
]);

/** The text of a string that is no f-string and of no bytes. */
const textOf = (written: string): string | undefined => {
  const [, prefix = '', quotes = '', body = ''] =
    /^([a-zA-Z]{0,2})("""|'''|"|')([\s\S]*)\2$/.exec(written) ?? [];
  if (quotes === '' || /[bf]/i.test(prefix)) return undefined;
  return /r/i.test(prefix) ? body : unescaped(body);
};

const unescaped = (body: string): string =>
  body.replaceAll(/\\([\s\S])/g, (_, letter: string) => escapes.get(letter) ?? letter);

const templateOf = (node: SyntaxNode, read: Read): TemplatePart[] | undefined => {
  switch (node.name) {
    case 'FormatString':
      return partsOfFormatString(node, read);
    case 'ContinuedString': {
      const parts = childrenOf(node);
      if (!parts.some(({ name }) => name === 'FormatString')) return undefined;
      return parts.flatMap(
        (part) => templateOf(part, read) ?? textOf(read.text.slice(part.from, part.to)) ?? [],
      );
    }
    case 'BinaryExpression': {
      const [left, sign, right] = childrenOf(node);
      const format = left && literalOf(left, read, 0);
      if (!sign || !right || typeof format !== 'string' || read.text.slice(sign.from, sign.to) !== '%')
        return undefined;
      return partsOfPercent(format);
    }
    case 'CallExpression': {
      const [member, list] = childrenOf(node);
      const [target, , method] = member?.name === 'MemberExpression' ? childrenOf(member) : [];
      if (!target || !method || !list || read.text.slice(method.from, method.to) !== 'format')
        return undefined;
      const format = literalOf(target, read, 0);
      return typeof format === 'string' ? partsOfBraces(format) : undefined;
    }
    default:
      return undefined;
  }
};

const maxFormatLength = 2_000;

const partsOfFormatString = (node: SyntaxNode, read: Read): TemplatePart[] => {
  const written = read.text.slice(node.from, node.to);
  const [opening = ''] = /^[a-zA-Z]*("""|'''|"|')/.exec(written) ?? [];
  const quotes = opening.replace(/^[a-zA-Z]*/, '').length;
  const parts: TemplatePart[] = [];
  let at = node.from + opening.length;
  const plain = (to: number) => {
    const body = read.text.slice(at, to).replaceAll('{{', '{').replaceAll('}}', '}');
    if (body !== '') parts.push(unescaped(body));
  };
  for (const replacement of node.getChildren('FormatReplacement')) {
    plain(replacement.from);
    const format = replacement.getChild('FormatSpec');
    const inside = read.text.slice(replacement.from + 1, format?.from ?? replacement.to - 1);
    parts.push({
      format: format ? read.text.slice(format.from + 1, format.to) : '',
      expression: inside.slice(0, 100),
    });
    at = replacement.to;
  }
  plain(node.to - quotes);
  return parts;
};

/** Of `'loss %.3f' % loss`, and of `logger.info('loss %.3f', loss)`. */
export const partsOfPercent = (format: string): TemplatePart[] =>
  splitBy(format, /%(?:\(\w{1,60}\))?[-+ #0]{0,4}\d{0,3}(\.\d{1,3})?([diouxXeEfFgGcrsa%])/g, (found) =>
    found[2] === '%' ? '%' : { format: `${found[1] ?? ''}${found[2] ?? ''}`, expression: '' },
  );

const partsOfBraces = (format: string): TemplatePart[] =>
  splitBy(format, /\{\{|\}\}|\{([^{}:!]{0,60})(?:![rsa])?(?::([^{}]{0,30}))?\}/g, (found) => {
    if (found[0] === '{{') return '{';
    if (found[0] === '}}') return '}';
    return { format: found[2] ?? '', expression: found[1] ?? '' };
  });

const splitBy = (
  format: string,
  pattern: RegExp,
  partOf: (found: RegExpExecArray) => TemplatePart,
): TemplatePart[] => {
  const text = format.slice(0, maxFormatLength);
  const parts: TemplatePart[] = [];
  let at = 0;
  for (const found of text.matchAll(pattern)) {
    if (found.index > at) parts.push(text.slice(at, found.index));
    parts.push(partOf(found));
    at = found.index + found[0].length;
  }
  if (at < text.length) parts.push(text.slice(at));
  return parts;
};
