import { type ZodError } from 'zod';
import { type ActionError, type ErrorCode } from './action-result';

/**
 * The one error of the dashboard's server side. Its message is written for the reader: it says what failed and
 * what to do. `cause` holds what AWS or the network said and goes to the server's log only.
 */
export class SpotdeckError extends Error {
  constructor(
    readonly code: ErrorCode,
    message: string,
    /** Path of the form field the error belongs to. */
    readonly field?: string,
    options?: { cause?: unknown },
  ) {
    super(message, options);
    this.name = 'SpotdeckError';
  }

  toActionError(): ActionError {
    return {
      code: this.code,
      message: this.message,
      ...(this.field === undefined ? {} : { field: this.field }),
    };
  }
}

// Next bundles a module once per route, so `instanceof` alone would miss errors thrown by another bundle.
export const isSpotdeckError = (error: unknown): error is SpotdeckError =>
  error instanceof SpotdeckError ||
  (error instanceof Error && error.name === 'SpotdeckError' && 'code' in error && 'toActionError' in error);

/** It is not there, or not any more. Where that is an answer like another, `unlessGone` gives it. */
export const isNotFound = (error: unknown): error is SpotdeckError =>
  isSpotdeckError(error) && error.code === 'not-found';

/** What a schema refuses, by the first of its sentences and the field that it is about. */
export const refusedBySchema = (error: ZodError): SpotdeckError => {
  const [issue] = error.issues;
  return new SpotdeckError(
    'invalid-input',
    issue?.message ?? 'The input is not valid.',
    issue?.path.map(String).join('.') || undefined,
    { cause: error },
  );
};
