import 'server-only';
import { unstable_rethrow } from 'next/navigation';
import { type z } from 'zod';
import { type ActionResult } from '../errors/action-result';
import { describeError } from '../errors/describe-error';
import { type UseCase } from '../use-cases/define-use-case';
import { runRequested } from '../use-cases/run-use-case';

/**
 * Runs a use case for a server action or a page; the outcome comes back as an ActionResult. Arguments of an action
 * travel through the browser, bound ones too: nothing is known of them.
 */
export const runAction = <Schema extends z.ZodType, Output>(
  useCase: UseCase<Schema, Output>,
  backend: unknown,
  input: unknown,
): Promise<ActionResult<Output>> => runActionOn(useCase, backend, () => input);

/** @param read makes the input of what was sent; what it throws is the outcome too */
export const runActionOn = async <Schema extends z.ZodType, Output>(
  useCase: UseCase<Schema, Output>,
  backend: unknown,
  read: () => unknown,
): Promise<ActionResult<Output>> => {
  try {
    return { ok: true, value: await runRequested(useCase, backend, await read()) };
  } catch (error) {
    // Next's own control flow (redirect, notFound) passes through.
    unstable_rethrow(error);
    return { ok: false, error: describeError(error) };
  }
};
