/**
 * What proposals need of a Python file: imports, calls with their literal arguments, texts that are printed. The grammar is
 * @lezer/python's, whose tree is walked without recursion over the file, so that no nesting ends it; broken code is read as
 * far as it goes.
 */
import { parser } from '@lezer/python';
import {
  type Call,
  callOf,
  childrenOf,
  type Literal,
  literalOf,
  type Read,
  type SyntaxNode,
} from './python-values';
import { type Definition, definitionOf } from './read-definitions';

export interface PythonFile {
  /** Modules as they are imported; relative ones with their dots. */
  imports: { module: string; line: number }[];
  calls: Call[];
  definitions: Definition[];
  hasMainGuard: boolean;
}

const maxCalls = 20_000;
const maxDefinitions = 2_000;
/** What nests deeper nobody has written, and a tree so deep takes long. */
const maxNesting = 150;

const isReadable = (text: string): boolean => {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const letter = text[at] ?? '';
    if ('([{'.includes(letter)) depth += 1;
    else if (')]}'.includes(letter)) depth = Math.max(0, depth - 1);
    if (depth > maxNesting) return false;
  }
  return !text.includes('\0');
};

/** Nothing is read of what is no code: of bytes, and of brackets without end. */
export const readPython = (text: string): PythonFile =>
  isReadable(text) ? read(text) : { imports: [], calls: [], definitions: [], hasMainGuard: false };

const read = (text: string): PythonFile => {
  const tree = parser.parse(text);
  const lineAt = lineCounter(text);
  const file: PythonFile = { imports: [], calls: [], definitions: [], hasMainGuard: false };
  const constants = new Map<string, Literal>();
  const reading: Read = { text, constants };
  const cursor = tree.cursor();
  do {
    const { name } = cursor;
    if (name === 'ImportStatement') {
      const line = lineAt(cursor.from);
      file.imports.push(...modulesOf(cursor.node, text).map((module) => ({ module, line })));
    } else if (name === 'AssignStatement') {
      keepConstant(cursor.node, reading);
    } else if ((name === 'CallExpression' || name === 'Decorator') && file.calls.length < maxCalls) {
      const call = callOf(cursor.node, reading);
      if (call) file.calls.push({ ...call, isDecorator: name === 'Decorator', line: lineAt(cursor.from) });
    } else if (/^(Function|Class)Definition$/.test(name) && file.definitions.length < maxDefinitions) {
      const definition = definitionOf(cursor.node, reading, lineAt);
      if (definition) file.definitions.push(definition);
    } else if (name === 'IfStatement') {
      file.hasMainGuard ||= /^if\s*\(?\s*__name__\s*==/.test(text.slice(cursor.from, cursor.from + 60));
    }
  } while (cursor.next());
  return file;
};

const lineCounter = (text: string) => {
  const ends: number[] = [];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) ends.push(at);
  /** How many lines have ended before it, and one. */
  return (position: number): number => {
    let [low, high] = [0, ends.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((ends[middle] ?? position) < position) low = middle + 1;
      else high = middle;
    }
    return low + 1;
  };
};

const modulesOf = (node: SyntaxNode, text: string): string[] => {
  const written = text.slice(node.from, Math.min(node.to, node.from + 5_000));
  const from = /^from\s+([.\w]+)\s+import\b/.exec(written);
  if (from) return [from[1] ?? ''];
  return written
    .replace(/^import\s+/, '')
    .split(',')
    .flatMap((part) => /^\s*([.\w]+)/.exec(part)?.[1] ?? []);
};

const keepConstant = (node: SyntaxNode, read: Read): void => {
  // Of the module itself: what a function assigns may be anything by the time it is used.
  if (node.parent?.name !== 'Script') return;
  const children = childrenOf(node);
  const [target] = children;
  const value = children.at(-1);
  if (target?.name !== 'VariableName' || !value || children.length > 4) return;
  const name = read.text.slice(target.from, target.to);
  const literal = literalOf(value, read, 0);
  if (literal === undefined) read.constants.delete(name);
  else read.constants.set(name, literal);
};
