import 'server-only';
import { randomUUID } from 'node:crypto';
import { unstable_rethrow } from 'next/navigation';
import { ZodError } from 'zod';
import { type ActionError, type ActionResult } from './action-result';
import { isSpotdeckError } from './errors';

/**
 * Runs what a server action does and turns its outcome into an ActionResult. Next's own control flow (redirect,
 * notFound) passes through.
 */
export const runAction = async <Value>(act: () => Promise<Value>): Promise<ActionResult<Value>> => {
  try {
    return { ok: true, value: await act() };
  } catch (error) {
    unstable_rethrow(error);
    return { ok: false, error: describeError(error) };
  }
};

/**
 * The error as the browser may see it. Anything unforeseen becomes `internal` with a reference that the
 * server's log repeats beside the detail.
 */
export const describeError = (error: unknown): ActionError => {
  if (isSpotdeckError(error) && error.code !== 'internal') return error.toActionError();
  if (error instanceof ZodError) {
    const issue = error.issues[0];
    return {
      code: 'invalid-input',
      message: issue?.message ?? 'The input is not valid.',
      ...(issue && issue.path.length > 0 ? { field: issue.path.join('.') } : {}),
    };
  }
  const reference = randomUUID().slice(0, 8);
  console.error(`[${reference}]`, error);
  const what = isSpotdeckError(error) ? error.message : 'Something unexpected went wrong on the server.';
  return {
    code: 'internal',
    message: `${what} The server's log has the detail under reference ${reference}.`,
  };
};
