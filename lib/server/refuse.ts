import 'server-only';
import { type ErrorCode } from '../errors/action-result';
import { describeError } from '../errors/describe-error';

/** What a route handler answers when it cannot do what was asked: the sentence as text, with a fitting status. */
export const refuse = (error: unknown): Response => {
  const { code, message } = describeError(error);
  return new Response(`${message}\n`, {
    status: statusOf[code],
    headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' },
  });
};

const statusOf: Record<ErrorCode, number> = {
  'invalid-input': 400,
  'not-found': 404,
  'name-taken': 409,
  conflict: 409,
  quota: 409,
  throttled: 503,
  'access-denied': 403,
  'no-credentials': 403,
  unreachable: 503,
  'model-error': 502,
  unsupported: 501,
  internal: 500,
};
