import 'server-only';
import { randomUUID } from 'node:crypto';
import { ZodError } from 'zod';
import { type ActionError } from './action-result';
import { logFault } from './log-fault';
import { isSpotdeckError, refusedBySchema } from './spotdeck-error';

/**
 * The error as the browser may see it. Anything unforeseen becomes `internal` with a reference that the
 * server's log repeats beside the detail, once a minute for the same fault.
 */
export const describeError = (error: unknown): ActionError => {
  if (isSpotdeckError(error) && error.code !== 'internal') return error.toActionError();
  if (error instanceof ZodError) return refusedBySchema(error).toActionError();
  const reference = logFault(
    error instanceof Error ? `${error.name} ${error.message} ${causeOf(error)}` : String(error),
    () => randomUUID().slice(0, 8),
    (made, times) =>
      console.error(times > 1 ? `[${made}] (${times} times since it was last told)` : `[${made}]`, error),
  );
  const what = isSpotdeckError(error) ? error.message : 'Something unexpected went wrong on the server.';
  return {
    code: 'internal',
    message: `${what} The server's log has the detail under reference ${reference}.`,
  };
};

const causeOf = ({ cause }: Error): string =>
  cause instanceof Error ? `${cause.name} ${cause.message}` : '';
