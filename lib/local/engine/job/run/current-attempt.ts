import { type TrainingAttempt } from '../attempt/training-attempt';

/** The attempt that is going on, if one is, and what cuts its way to training short. */
export interface CurrentAttempt {
  /** A new way to training begins. @returns the signal that cuts it short */
  prepare(): AbortSignal;
  cutPreparation(): void;
  begin(attempt: TrainingAttempt): void;
  /** Undefined before the first, between two, and after the last. */
  get(): TrainingAttempt | undefined;
  end(): void;
}

export const createCurrentAttempt = (): CurrentAttempt => {
  let current: TrainingAttempt | undefined;
  let preparation = new AbortController();
  return {
    prepare() {
      preparation = new AbortController();
      return preparation.signal;
    },
    cutPreparation: () => preparation.abort(),
    begin(attempt) {
      current = attempt;
    },
    get: () => current,
    end() {
      current = undefined;
    },
  };
};
