import 'server-only';
import { randomUUID } from 'node:crypto';
import { ZodError } from 'zod';
import { type ActionError } from './action-result';
import { isSpotdeckError, refusedBySchema } from './spotdeck-error';

/**
 * The error as the browser may see it. Anything unforeseen becomes `internal` with a reference that the
 * server's log repeats beside the detail.
 */
export const describeError = (error: unknown): ActionError => {
  if (isSpotdeckError(error) && error.code !== 'internal') return error.toActionError();
  if (error instanceof ZodError) return refusedBySchema(error).toActionError();
  const reference = randomUUID().slice(0, 8);
  console.error(`[${reference}]`, error);
  const what = isSpotdeckError(error) ? error.message : 'Something unexpected went wrong on the server.';
  return {
    code: 'internal',
    message: `${what} The server's log has the detail under reference ${reference}.`,
  };
};
