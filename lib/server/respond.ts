import 'server-only';
import { type z } from 'zod';
import { type ErrorCode } from '../errors/action-result';
import { describeError } from '../errors/describe-error';
import { type UseCase } from '../use-cases/define-use-case';
import { runRequested } from '../use-cases/run-use-case';

/**
 * Runs a use case for a route handler. Where it cannot do what was asked, the answer is the sentence as text, with a
 * fitting status.
 */
export const respond = async <Schema extends z.ZodType, Output>(
  useCase: UseCase<Schema, Output>,
  backend: unknown,
  input: unknown,
  answer: (output: Output) => Response,
): Promise<Response> => {
  try {
    return answer(await runRequested(useCase, backend, input));
  } catch (error) {
    return refuse(error);
  }
};

/** A value for a script of ours, which checks it by its shape (lib/errors/shape.ts). */
export const json = (value: unknown): Response =>
  Response.json(value, { headers: { 'cache-control': 'no-store' } });

/** A file to keep. Its name may have any characters, as keys in S3 have. */
export const download = (
  { body, fileName }: { body: ReadableStream<Uint8Array> | string; fileName: string },
  contentType: string,
): Response =>
  new Response(body, {
    headers: {
      'content-type': contentType,
      'content-disposition': `attachment; filename="${fileName.replace(/[^\w. -]/g, '_')}"; filename*=UTF-8''${encoded(fileName)}`,
      'cache-control': 'no-store',
    },
  });

/** As RFC 8187 has it. */
const encoded = (fileName: string): string =>
  encodeURIComponent(fileName).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`);

/** Server-sent events. `no-transform` also keeps Next from compressing, which would hold events back. */
export const eventStream = (body: ReadableStream<Uint8Array>): Response =>
  new Response(body, {
    headers: {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache, no-store, no-transform',
      'x-accel-buffering': 'no',
    },
  });

const refuse = (error: unknown): Response => {
  const { code, message } = describeError(error);
  return new Response(`${message}\n`, {
    status: statusByCode[code],
    headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' },
  });
};

const statusByCode: Record<ErrorCode, number> = {
  'invalid-input': 400,
  'not-found': 404,
  'name-taken': 409,
  conflict: 409,
  quota: 409,
  throttled: 503,
  'access-denied': 403,
  'no-credentials': 403,
  'region-disabled': 403,
  'clock-skew': 403,
  unreachable: 503,
  'service-fault': 502,
  'model-error': 502,
  unsupported: 501,
  internal: 500,
};
