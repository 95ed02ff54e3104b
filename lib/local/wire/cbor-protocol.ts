/**
 * Smithy's RPC v2 CBOR, which AWS's SDKs for Go, Java and others speak to CloudWatch:
 * https://smithy.io/2.0/additional-specs/protocols/smithy-rpc-v2.html
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { cbor, tag } from '@smithy/core/cbor';
import { checkCborBudget } from './cbor-budget';
import { AwsError } from '../core/aws-error';
import { inTurns } from '../core/turns';
import { defaultJsonLimits, type JsonLimits } from './json-budget';
import { queryErrorOf } from './query-error';
import { inPieces, type PieceEncoder } from './reply-pieces';
import type { AwsErrorLike } from './service';
import { messageOf } from '../core/thrown';

const protocolHeader = 'rpc-v2-cbor';
const contentType = 'application/cbor';

const timestampTag = 1;

/** Service and operation of a request of this protocol; its path may have a prefix. */
export const cborTargetOf = (
  request: IncomingMessage,
  path: string,
): { service: string; operation: string } | undefined => {
  if (request.headers['smithy-protocol'] !== protocolHeader) return undefined;
  const [, service, operation] = /\/service\/([^/]+)\/operation\/([^/]+)$/.exec(path) ?? [];
  return service !== undefined && operation !== undefined ? { service, operation } : undefined;
};

/** Parses a request body into what JSON would have brought; an empty one is an empty structure. Throws SerializationException. */
export const parseCborInput = (body: Buffer, limits = defaultJsonLimits): unknown =>
  inTurns(readCbor(body, limits));

function* readCbor(body: Buffer, limits: JsonLimits): Generator<void, unknown> {
  if (body.length === 0) return {};
  yield* checkCborBudget(body, limits);
  const isLong = body.length > longBody;
  if (isLong) yield;
  let input: unknown;
  try {
    input = cbor.deserialize(body);
  } catch (error) {
    const reason = messageOf(error);
    throw new AwsError('SerializationException', `The body is not valid CBOR: ${reason}`);
  }
  if (typeof input !== 'object' || input === null || Array.isArray(input) || isTimestamp(input)) {
    throw new AwsError('SerializationException', 'The body must be a CBOR map.');
  }
  if (isLong) yield;
  likeJson(input);
  return input;
}

/** Bytes; to decode a longer one takes some milliseconds. */
const longBody = 128 * 1024;

/** Timestamps become epoch seconds, bytes base64, large integers numbers: in place, as lists can be long. */
const likeJson = (input: object): void => {
  const waiting: object[] = [input];
  for (let holder = waiting.pop(); holder !== undefined; holder = waiting.pop()) {
    for (const [name, value] of Array.isArray(holder) ? holder.entries() : Object.entries(holder)) {
      if (typeof value === 'bigint') Reflect.set(holder, name, Number(value));
      if (typeof value !== 'object' || value === null) continue;
      if (isTimestamp(value)) Reflect.set(holder, name, Number(value.value));
      else if (value instanceof Uint8Array) Reflect.set(holder, name, Buffer.from(value).toString('base64'));
      else waiting.push(value);
    }
  }
};

/** The budget lets no other tag through. */
const isTimestamp = (value: object): value is { tag: number; value: unknown } =>
  Object.getOwnPropertySymbols(value).length > 0;

const cborValue = (value: unknown): unknown => {
  if (value instanceof Date) return tag({ tag: timestampTag, value: value.getTime() / 1000 });
  if (value instanceof Uint8Array) return value;
  if (Array.isArray(value)) return value.map(cborValue);
  if (value instanceof Map) return cborValue(Object.fromEntries(value));
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.fromEntries(members.map(([name, member]) => [name, cborValue(member)]));
};

/** A long output is written in several turns. */
export const writeCborReply = async (response: ServerResponse, output: object): Promise<void> =>
  writeCborBody(response, 200, Buffer.concat(await inTurns(inPieces(output, cborEncoder, []))));

const nothing = Buffer.alloc(0);

/** RFC 8949, 3: the major type and how many follow. */
const cborHead = (major: number, length: number): Buffer => {
  const type = major << 5;
  if (length < 24) return Buffer.from([type | length]);
  if (length < 2 ** 8) return Buffer.from([type | 24, length]);
  if (length < 2 ** 16) return Buffer.from([type | 25, length >> 8, length & 0xff]);
  const head = Buffer.from([type | 26, 0, 0, 0, 0]);
  head.writeUInt32BE(length, 1);
  return head;
};

const cborEncoder: PieceEncoder<Uint8Array> = {
  list: (length) => [cborHead(4, length), nothing],
  members: (length) => [cborHead(5, length), nothing],
  between: nothing,
  name: (name) => cbor.serialize(name),
  value: (value) => cbor.serialize(cborValue(value)),
  values: (values) => cbor.serialize(cborValue(values)).subarray(cborHead(4, values.length).length),
};

export const writeCborError = (response: ServerResponse, error: AwsErrorLike, queryMode: boolean): void => {
  if (queryMode) {
    const { code, fault } = queryErrorOf(error);
    response.setHeader('x-amzn-query-error', `${code};${fault}`);
  }
  writeCbor(response, error.status, { ...error.extra, __type: error.code, message: error.message });
};

const writeCbor = (response: ServerResponse, status: number, content: object): void =>
  writeCborBody(response, status, cbor.serialize(cborValue(content)));

const writeCborBody = (response: ServerResponse, status: number, body: Uint8Array): void => {
  const headers = { 'smithy-protocol': protocolHeader, 'content-type': contentType };
  response.writeHead(status, { ...headers, 'content-length': body.length });
  response.end(body);
};
