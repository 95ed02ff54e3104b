/** AWS JSON 1.0 and 1.1: https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { AwsError } from '../core/aws-error';
import { inTurns } from '../core/turns';
import { checkJsonBudget, checkMemberNames, defaultJsonLimits, type JsonLimits } from './json-budget';
import { queryErrorOf } from './query-error';
import { inPieces, type PieceEncoder } from './reply-pieces';
import type { AwsErrorLike, RequestContext } from './service';
import { messageOf } from '../core/thrown';

/** Parses a request body, a long one in several turns; an empty one is an empty structure. Throws SerializationException. */
export const parseJsonInput = (body: Buffer, limits = defaultJsonLimits): unknown =>
  inTurns(readJson(body, limits));

function* readJson(body: Buffer, limits: JsonLimits): Generator<void, unknown> {
  if (body.length === 0) return {};
  yield* checkJsonBudget(body, limits);
  const isLong = body.length > longBody;
  if (isLong) yield;
  let input: unknown;
  try {
    input = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch (error) {
    const reason = messageOf(error);
    throw new AwsError('SerializationException', `The body is not valid JSON: ${reason}`);
  }
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    throw new AwsError('SerializationException', 'The body must be a JSON object.');
  }
  if (isLong) yield;
  checkMemberNames(body, input);
  return input;
}

/** Bytes; to read a longer one takes some milliseconds. */
const longBody = 256 * 1024;

/** Output as JSON: Date becomes epoch seconds with milliseconds as fraction, bytes base64, Map an object. */
export const jsonText = (output: object): string => JSON.stringify(jsonValue(output));

const jsonValue = (value: unknown): unknown => {
  if (value instanceof Date) return value.getTime() / 1000;
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (Array.isArray(value)) return value.map(jsonValue);
  if (value instanceof Map) return jsonValue(Object.fromEntries(value));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, jsonValue(member)]));
};

/** The protocol version a client speaks, from its content type. */
export const jsonVersionOf = (request: IncomingMessage, fallback: '1.0' | '1.1' = '1.1'): '1.0' | '1.1' => {
  const match = /x-amz-json-(1\.[01])/.exec(request.headers['content-type'] ?? '');
  return match ? (match[1] === '1.0' ? '1.0' : '1.1') : fallback;
};

/** A long output is written in several turns. */
export const writeJsonReply = async (
  response: ServerResponse,
  output: object,
  version: '1.0' | '1.1',
): Promise<void> => {
  const pieces = await inTurns(inPieces(output, jsonEncoder, []));
  writeJson(response, 200, pieces.join(''), `application/x-amz-json-${version}`);
};

const jsonEncoder: PieceEncoder<string> = {
  list: () => ['[', ']'],
  members: () => ['{', '}'],
  between: ',',
  name: (name) => `${JSON.stringify(name)}:`,
  value: (value) => JSON.stringify(jsonValue(value)) ?? 'null',
  values: (values) => JSON.stringify(jsonValue(values)).slice(1, -1),
};

export const writeJsonError = (
  response: ServerResponse,
  error: AwsErrorLike,
  version: '1.0' | '1.1',
  queryMode: boolean,
): void => {
  if (queryMode) {
    const { code, fault } = queryErrorOf(error);
    response.setHeader('x-amzn-query-error', `${code};${fault}`);
  }
  const body = { ...error.extra, __type: error.code, message: error.message, Message: error.message };
  writeJson(response, error.status, jsonText(body), `application/x-amz-json-${version}`);
};

/** Error of a REST-JSON service (runtime, control): the type is in a header, further members in the body. */
export const writeRestJsonError = (
  error: AwsErrorLike,
  response: ServerResponse,
  _context?: RequestContext,
): void => {
  response.setHeader('x-amzn-errortype', error.code);
  const body = { ...error.extra, message: error.message, Message: error.message };
  writeJson(response, error.status, jsonText(body), 'application/json');
};

const writeJson = (response: ServerResponse, status: number, text: string, contentType: string): void => {
  const body = Buffer.from(text);
  response.writeHead(status, { 'content-type': contentType, 'content-length': body.length });
  response.end(body);
};
