/**
 * What every server action answers: a value, or one error of a closed set of codes with a sentence for the
 * reader that says what failed and what to do. Unknown detail goes to the server's log only.
 */
export type ActionResult<Value> = { ok: true; value: Value } | { ok: false; error: ActionError };

export interface ActionError {
  code: ErrorCode;
  message: string;
  /** Path of the form field the error belongs to, e.g. `stoppingCondition.maxWaitSeconds`. */
  field?: string;
}

export const errorCodes = [
  'invalid-input',
  'not-found',
  'name-taken',
  'conflict',
  'quota',
  'throttled',
  'access-denied',
  'no-credentials',
  /** The account has not enabled the Region. */
  'region-disabled',
  /** This machine's clock is too far off for AWS to take what it signs. */
  'clock-skew',
  'unreachable',
  /** The backend answered, with a fault of its own. */
  'service-fault',
  'model-error',
  'unsupported',
  'internal',
] as const;
export type ErrorCode = (typeof errorCodes)[number];
