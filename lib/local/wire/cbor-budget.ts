import { AwsError } from '../core/aws-error';
import type { JsonLimits } from './json-budget';

/**
 * Refuses CBOR that is cheap to send and dear to read, before it is decoded: what nests too deep, holds or announces
 * too many values, ends early, or has what Smithy's protocol has not. One pass over the heads, in linear time.
 * https://www.rfc-editor.org/rfc/rfc8949#section-3
 */

const bytesKind = 2;
const textKind = 3;
const listKind = 4;
const mapKind = 5;
const tagKind = 6;
const otherKind = 7;

const openEnd = 31;
const timestampTag = 1;

interface Head {
  kind: number;
  info: number;
  /** Of a text the bytes, of a list the items, of a map the pairs; infinite where the end is open. */
  size: number;
  next: number;
}

/** @throws AwsError SerializationException */
export const checkCborBudget = (body: Buffer, limits: JsonLimits): void => {
  /** Items still to come, of each structure that is open. */
  const open: number[] = [];
  let values = 0;
  let at = 0;
  let isTagged = false;
  do {
    const { kind, info, size, next } = readHead(body, at);
    at = next;
    if (kind === tagKind) {
      if (size !== timestampTag || isTagged) throw refused('it has a tag other than that of a timestamp');
      isTagged = true;
      continue;
    }
    isTagged = false;
    if (kind === bytesKind || kind === textKind) {
      if (size === Infinity) throw refused('it has a text in pieces');
      at += size;
    } else if (kind === listKind || kind === mapKind) {
      values += size === Infinity ? 1 : size;
      open.push(kind === mapKind ? 2 * size : size);
      if (open.length > limits.maxDepth) throw refused(`it is nested deeper than ${limits.maxDepth} levels`);
    } else if (kind === otherKind && info === openEnd) {
      if (open.at(-1) !== Infinity) throw refused('a list ends that was not begun');
      open[open.length - 1] = 0;
    } else if (open.at(-1) === Infinity) values += 1;
    if (values > limits.maxValues) throw refused(`it holds more than ${limits.maxValues} values`);
    if (at > body.length) throw refused('it ends too early');
    closeWhole(open, kind === listKind || kind === mapKind, info === openEnd && kind === otherKind);
  } while (open.length > 0 || isTagged);
  if (at !== body.length) throw refused('something follows its end');
};

/** Counts an item that is whole, and closes every structure that it was the last of. */
const closeWhole = (open: number[], begins: boolean, ends: boolean): void => {
  if (!begins && !ends && open.length > 0) open[open.length - 1]! -= 1;
  while (open.at(-1) === 0) {
    open.pop();
    if (open.length > 0) open[open.length - 1]! -= 1;
  }
};

const readHead = (body: Buffer, at: number): Head => {
  const first = body[at];
  if (first === undefined) throw refused('it ends too early');
  const [kind, info] = [first >> 5, first & 31];
  if (info < 24) return { kind, info, size: info, next: at + 1 };
  if (info === openEnd) {
    if (kind < bytesKind || kind === tagKind) throw refused('it has a head that means nothing');
    return { kind, info, size: Infinity, next: at + 1 };
  }
  const bytes = { 24: 1, 25: 2, 26: 4, 27: 8 }[info];
  if (bytes === undefined) throw refused('it has a head that means nothing');
  const next = at + 1 + bytes;
  if (next > body.length) throw refused('it ends too early');
  return {
    kind,
    info,
    size: bytes === 8 ? Number(body.readBigUInt64BE(at + 1)) : body.readUIntBE(at + 1, bytes),
    next,
  };
};

const refused = (why: string): AwsError =>
  new AwsError('SerializationException', `The body cannot be read: ${why}.`);
