import { AwsError } from '../core/aws-error';

/**
 * Refuses JSON that is cheap to send and dear to read, before it is parsed: what nests too deep, holds too many
 * values, or names a member so that plain objects would lose it. One pass over the bytes, in linear time.
 */
export interface JsonLimits {
  maxDepth: number;
  /** Members and elements of all structures and lists together. */
  maxValues: number;
}

/** No structure or map of these services has more members, and no list more items. */
export const maxMembers = 1000;
export const maxItems = 10_000;

/** Most operations take some hundred values at most; see RpcService for those that take more. */
export const defaultJsonLimits: JsonLimits = { maxDepth: 64, maxValues: 10_000 };

const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;
const openList = 0x5b;
const closeList = 0x5d;
const openStructure = 0x7b;
const closeStructure = 0x7d;

/** Bytes between two pauses of the pass. */
const stretch = 256 * 1024;

/** @throws AwsError SerializationException */
export function* checkJsonBudget(body: Buffer, limits: JsonLimits): Generator<void, void> {
  let values = 0;
  let pause = stretch;
  /** Of each structure or list that is open: what may still come in it. */
  const left: number[] = [Infinity];
  for (let at = 0; at < body.length; at += 1) {
    if (at >= pause) {
      yield;
      pause = at + stretch;
    }
    const byte = body[at];
    if (byte === quote) at = endOfText(body, at);
    else if (byte === comma) {
      values += 1;
      left[left.length - 1]! -= 1;
      if (left.at(-1)! <= 0) throw refused('one of its structures or lists is too long');
    } else if (byte === openList || byte === openStructure) {
      values += 1;
      left.push(byte === openList ? maxItems : maxMembers);
      if (left.length > limits.maxDepth + 1)
        throw refused(`it is nested deeper than ${limits.maxDepth} levels`);
    } else if ((byte === closeList || byte === closeStructure) && left.length > 1) left.pop();
    if (values > limits.maxValues) throw refused(`it holds more than ${limits.maxValues} values`);
  }
}

/** Index of the closing quotation mark, or the end of the body. */
const endOfText = (body: Buffer, start: number): number => {
  let at = start + 1;
  while (at < body.length && body[at] !== quote) at += body[at] === backslash ? 2 : 1;
  return at;
};

/** @throws AwsError SerializationException for a member named `__proto__`, which no plain object keeps */
export const checkMemberNames = (body: Buffer, input: unknown): void => {
  if (!body.includes('__proto__') && !/\\u005f/i.test(body.toString('latin1'))) return;
  const waiting: unknown[] = [input];
  for (let value = waiting.pop(); value !== undefined; value = waiting.pop()) {
    if (typeof value !== 'object' || value === null) continue;
    if (Object.hasOwn(value, '__proto__')) throw refused('a member cannot be named __proto__ here');
    for (const member of Object.values(value)) if (typeof member === 'object') waiting.push(member);
  }
};

export const refused = (why: string): AwsError =>
  new AwsError('SerializationException', `The body cannot be read: ${why}.`);
