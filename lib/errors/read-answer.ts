import { type ActionResult } from './action-result';
import { type Guard } from './shape';

/** What a route handler answered: JSON of a shape, or a sentence that says why not. */
export const readAnswer = async <Value>(
  answer: Response,
  isValue: Guard<Value>,
): Promise<ActionResult<Value>> => {
  if (!answer.ok) {
    return { ok: false, error: { code: 'service-fault', message: (await answer.text()).trim() } };
  }
  const value: unknown = await answer.json();
  return isValue(value)
    ? { ok: true, value }
    : {
        ok: false,
        error: {
          code: 'service-fault',
          message: 'The dashboard answered otherwise than this page expects: reload the page.',
        },
      };
};
