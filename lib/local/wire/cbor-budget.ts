import { type JsonLimits, maxItems, maxMembers, refused } from './json-budget';

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
const argumentBytes: Readonly<Record<number, number>> = { 24: 1, 25: 2, 26: 4, 27: 8 };

interface Head {
  kind: number;
  info: number;
  /** Of a text the bytes, of a list the items, of a map the pairs; infinite where the end is open. */
  size: number;
  next: number;
}

/** A list or map that is open. */
interface Open {
  isMap: boolean;
  /** Items that have been whole; in a map, names and values are counted alike. */
  seen: number;
  size: number;
}

/** Heads between two pauses of the pass. */
const stretch = 20_000;

/** @throws AwsError SerializationException */
export function* checkCborBudget(body: Buffer, limits: JsonLimits): Generator<void, void> {
  const open: Open[] = [];
  let values = 0;
  let at = 0;
  let isTagged = false;
  let heads = 0;
  do {
    heads += 1;
    if (heads % stretch === 0) yield;
    const { kind, info, size, next } = readHead(body, at);
    at = next;
    const around = open.at(-1);
    if (kind === tagKind) {
      if (size !== timestampTag || isTagged) throw refused('it has a tag other than that of a timestamp');
      isTagged = true;
      continue;
    }
    if (isTagged && (kind === listKind || kind === mapKind)) throw refused('it has a timestamp of a list');
    isTagged = false;
    if (kind === listKind || kind === mapKind) {
      values += 1 + begin(open, kind === mapKind, size, limits);
    } else if (kind === otherKind && info === openEnd) {
      endOpen(around);
    } else {
      if (kind === bytesKind || kind === textKind) {
        at += size;
        if (around?.isMap && around.seen % 2 === 0 && isProto(body, next, size))
          throw refused('a member cannot be named __proto__ here');
      }
      if (around) around.seen += 1;
      if (around?.size === Infinity) values += 1;
    }
    if (values > limits.maxValues) throw refused(`it holds more than ${limits.maxValues} values`);
    if (at > body.length) throw refused('it ends too early');
    closeWhole(open);
    const inner = open.at(-1);
    if (inner?.size === Infinity && isTooLong(inner, inner.isMap ? inner.seen / 2 : inner.seen))
      throw refused('one of its structures or lists is too long');
  } while (open.length > 0 || isTagged);
  if (at !== body.length) throw refused('something follows its end');
}

/** @returns how many values it announces */
const begin = (open: Open[], isMap: boolean, size: number, limits: JsonLimits): number => {
  const begun = { isMap, seen: 0, size: isMap ? 2 * size : size };
  open.push(begun);
  if (open.length > limits.maxDepth) throw refused(`it is nested deeper than ${limits.maxDepth} levels`);
  if (size === Infinity) return 0;
  if (isTooLong(begun, size)) throw refused('one of its structures or lists is too long');
  return size;
};

const endOpen = (around: Open | undefined): void => {
  if (around?.size !== Infinity) throw refused('a list ends that was not begun');
  around.size = around.seen;
};

const isTooLong = ({ isMap }: Open, size: number): boolean => size > (isMap ? maxMembers : maxItems);

/** Closes every structure that has all its items, each of which is an item of the one around it. */
const closeWhole = (open: Open[]): void => {
  for (let last = open.at(-1); last && last.seen >= last.size; last = open.at(-1)) {
    open.pop();
    const around = open.at(-1);
    if (around) around.seen += 1;
  }
};

/** No plain object keeps a member of this name. */
const isProto = (body: Buffer, at: number, size: number): boolean =>
  size === 9 && body.toString('latin1', at, at + size) === '__proto__';

const readHead = (body: Buffer, at: number): Head => {
  const first = body[at];
  if (first === undefined) throw refused('it ends too early');
  const [kind, info] = [first >> 5, first & 31];
  if (info < 24) return { kind, info, size: info, next: at + 1 };
  if (info === openEnd) {
    if (kind < listKind || kind === tagKind)
      throw refused('it has a number without end, or a text in pieces');
    return { kind, info, size: Infinity, next: at + 1 };
  }
  const bytes = argumentBytes[info];
  if (bytes === undefined) throw refused('it has a head that means nothing');
  const next = at + 1 + bytes;
  if (next > body.length) throw refused('it ends too early');
  const size = bytes === 8 ? Number(body.readBigUInt64BE(at + 1)) : body.readUIntBE(at + 1, bytes);
  return { kind, info, size, next };
};
