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

/** Most operations take some hundred values at most; see RpcService for those that take more. */
export const defaultJsonLimits: JsonLimits = { maxDepth: 64, maxValues: 10_000 };

const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;
const openList = 0x5b;
const closeList = 0x5d;
const openStructure = 0x7b;
const closeStructure = 0x7d;

/** @throws AwsError SerializationException */
export const checkJsonBudget = (body: Buffer, limits: JsonLimits): void => {
  let depth = 0;
  let values = 0;
  for (let at = 0; at < body.length; at += 1) {
    const byte = body[at];
    if (byte === quote) at = endOfText(body, at);
    else if (byte === comma) values += 1;
    else if (byte === openList || byte === openStructure) {
      values += 1;
      depth += 1;
      if (depth > limits.maxDepth) throw refused(`it is nested deeper than ${limits.maxDepth} levels`);
    } else if (byte === closeList || byte === closeStructure) depth -= 1;
    if (values > limits.maxValues) throw refused(`it holds more than ${limits.maxValues} values`);
  }
};

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

const refused = (why: string): AwsError =>
  new AwsError('SerializationException', `The body cannot be read: ${why}.`);
