import 'server-only';
import { unstable_rethrow } from 'next/navigation';
import { type ActionResult } from '../errors/action-result';
import { describeError } from '../errors/describe-error';

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
