import { type ActionResult } from '@/lib/errors/action-result';

/** An action's answer. The action itself answers with its errors: what it throws is a connection that broke. */
export const askServer = async <Value>(
  act: () => Promise<ActionResult<Value>>,
  noAnswer = 'The dashboard did not answer. Is it still running?',
): Promise<ActionResult<Value>> => {
  try {
    return await act();
  } catch {
    // The browser does not say why a request got no answer.
    return {
      ok: false,
      error: { code: 'unreachable', message: noAnswer },
    };
  }
};
