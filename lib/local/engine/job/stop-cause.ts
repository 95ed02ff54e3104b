import { type LifecycleEvent } from './lifecycle';

/** Why a job that has not ended by itself is ended. */
export type StopCause = 'requested' | 'max-runtime' | 'max-wait';

export const eventOfStop: Record<StopCause, LifecycleEvent> = {
  requested: 'stopped',
  'max-runtime': 'max-runtime-exceeded',
  'max-wait': 'max-wait-time-exceeded',
};

/** Replaces the usual message of Stopping. */
export const stoppingMessage: Record<StopCause, string | undefined> = {
  requested: undefined,
  'max-runtime': 'Stopping the training job: MaxRuntimeInSeconds exceeded',
  'max-wait': 'Stopping the training job: MaxWaitTimeInSeconds exceeded',
};
