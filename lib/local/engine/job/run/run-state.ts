import { defaultMaxRuntimeSeconds } from '../../../core/requests/create-training-job';
import { type TrainingJobRecord } from '../../../store/training-job-store';
import { heldMs } from '../billing';
import { type InterruptionOrder } from '../run-store';
import { type StopCause } from '../stop-cause';

/**
 * What this process knows of a job's run besides its records, and what follows from it. `reduceRun` is the only way
 * to change it; the files beside it act by it.
 */
export interface RunState {
  /** The backend is ending. */
  closed: boolean;
  /** The attempt that is going on has lost its instance. */
  lost: boolean;
  /** Time waited for what stands in for the image, in ms: AWS has images at hand. */
  imageMs: number;
  /** Since when it is waited for now, ms since the epoch. */
  imageSince: number | undefined;
  /** When final metrics were last recorded, ms since the epoch. */
  metricsSavedAt: number;
}

/** `at`: ms since the epoch. */
export type RunEvent =
  | { kind: 'attempt-begun' | 'instance-lost' | 'closed' }
  | { kind: 'image-awaited' | 'image-ready' | 'metrics-saved'; at: number };

export const initialRunState: RunState = {
  closed: false,
  lost: false,
  imageMs: 0,
  imageSince: undefined,
  metricsSavedAt: 0,
};

export const reduceRun = (state: RunState, event: RunEvent): RunState => {
  switch (event.kind) {
    case 'attempt-begun':
      return { ...state, lost: false, imageSince: undefined };
    case 'instance-lost':
      return { ...state, lost: true };
    case 'closed':
      return { ...state, closed: true };
    case 'image-awaited':
      return { ...state, imageSince: event.at };
    case 'image-ready':
      return {
        ...state,
        imageMs: state.imageMs + event.at - (state.imageSince ?? event.at),
        imageSince: undefined,
      };
    case 'metrics-saved':
      return { ...state, metricsSavedAt: event.at };
  }
};

export const isSpot = (job: Pick<TrainingJobRecord, 'request'>): boolean =>
  job.request.EnableManagedSpotTraining === true;

/** How often final metrics are recorded while a program prints them, in ms. */
const finalMetricsMs = 1_000;

export const areMetricsDue = ({ metricsSavedAt }: RunState, now: number): boolean =>
  now - metricsSavedAt >= finalMetricsMs;

/** An order that cut an attempt short has its own end, whatever was thrown on the way. */
export const isCutShort = ({ lost }: RunState, cause: StopCause | undefined): boolean =>
  lost || cause !== undefined;

/** Whether what only a run that goes on may do is to be done. */
export const goesOn = ({ closed }: RunState, cause: StopCause | undefined): boolean =>
  !closed && cause === undefined;

/** How long until MaxRuntimeInSeconds is used up, in ms; waits for what stands in for the image do not count. */
export const runtimeLeftMs = (
  { imageMs }: RunState,
  job: Pick<TrainingJobRecord, 'request' | 'transitions'>,
  now: number,
): number =>
  (job.request.StoppingCondition.MaxRuntimeInSeconds ?? defaultMaxRuntimeSeconds) * 1000 +
  imageMs -
  heldMs(job, now);

/**
 * When MaxWaitTimeInSeconds is used up, ms since the epoch; undefined: never.
 * @param offMs time for which no backend ran
 */
export const maxWaitEndsAt = (
  job: Pick<TrainingJobRecord, 'request' | 'creationTime'>,
  offMs = 0,
): number | undefined => {
  const limit = job.request.StoppingCondition.MaxWaitTimeInSeconds;
  return !isSpot(job) || limit === undefined ? undefined : job.creationTime + limit * 1000 + offMs;
};

type Stage = Pick<TrainingJobRecord, 'status' | 'secondaryStatus'>;
export const isTraining = ({ status, secondaryStatus }: Stage): boolean =>
  status === 'InProgress' && secondaryStatus === 'Training';

/** @param ended the last epoch that ended in this attempt, by its log */
export const isOrderDue = (
  { afterEpoch }: InterruptionOrder,
  ended: number | undefined,
  job: Stage,
): boolean => ended !== undefined && ended >= afterEpoch && isTraining(job);

export const orderWaits = ({ afterEpoch }: InterruptionOrder): string =>
  `The interruption ordered after epoch ${afterEpoch} waits: so far the log has named no epoch that ended.`;

export const orderMissed = ({ afterEpoch }: InterruptionOrder, ended: number | undefined): string =>
  `The interruption ordered after epoch ${afterEpoch} did not happen: the program ended ` +
  (ended === undefined ? 'and its log named no epoch that ended.' : `after epoch ${ended}.`);
