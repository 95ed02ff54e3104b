import {
  isTerminal,
  type SecondaryStatus,
  type TrainingJobRecord,
  type TrainingJobStatus,
} from '../../store/training-job-store';
import { reasonText } from '../../core/reason-text';
import { billableSeconds, trainingSeconds } from './billing';

/**
 * The life of a training job as a table: which event leads from which status to which. Nothing else changes a
 * job's status, and an event that the table does not know is an error of the engine.
 * Sequences: https://docs.aws.amazon.com/sagemaker/latest/dg/model-managed-spot-training.html
 */
export type LifecycleEvent =
  /** The instance is there; inputs, code and checkpoints are being copied to it. */
  | 'instance-ready'
  | 'program-started'
  /** The instance was taken away, or it failed. */
  | 'instance-lost'
  /** There is capacity again. */
  | 'capacity-found'
  | 'program-ended'
  | 'uploaded'
  /** By StopTrainingJob, or because the job's time is up. */
  | 'stop-requested'
  | 'uploading-after-stop'
  | 'stopped'
  | 'max-runtime-exceeded'
  | 'max-wait-time-exceeded'
  | 'failed';

export type LifecycleState = `${TrainingJobStatus}/${SecondaryStatus}`;

type Row = Partial<Record<LifecycleEvent, LifecycleState>>;

const whileInProgress: Row = { 'stop-requested': 'Stopping/Stopping', failed: 'Failed/Failed' };

const onceStopping: Row = {
  stopped: 'Stopped/Stopped',
  'max-runtime-exceeded': 'Stopped/MaxRuntimeExceeded',
  'max-wait-time-exceeded': 'Stopped/MaxWaitTimeExceeded',
  failed: 'Failed/Failed',
};

export const lifecycle: Partial<Record<LifecycleState, Row>> = {
  'InProgress/Starting': { ...whileInProgress, 'instance-ready': 'InProgress/Downloading' },
  'InProgress/Downloading': {
    ...whileInProgress,
    'program-started': 'InProgress/Training',
    'instance-lost': 'InProgress/Interrupted',
  },
  'InProgress/Training': {
    ...whileInProgress,
    'program-ended': 'InProgress/Uploading',
    'instance-lost': 'InProgress/Interrupted',
  },
  'InProgress/Interrupted': { ...whileInProgress, 'capacity-found': 'InProgress/Starting' },
  'InProgress/Uploading': {
    ...whileInProgress,
    uploaded: 'Completed/Completed',
    'instance-lost': 'InProgress/Interrupted',
  },
  'Stopping/Stopping': { ...onceStopping, 'uploading-after-stop': 'Stopping/Uploading' },
  'Stopping/Uploading': onceStopping,
};

/** Status messages; those for which SageMaker's own text is not known are in the words of its documentation. */
export const messages = {
  created: 'Starting the training job',
  preparing: 'Preparing the instances for training',
  downloadingImage: 'Downloading the training image',
  insufficientCapacity: 'Insufficient capacity error from EC2 while launching instances, retrying!',
} as const;

const messageByStatus: Record<SecondaryStatus, string> = {
  Starting: messages.preparing,
  Downloading: 'Downloading input data',
  Training: 'Training image download completed. Training in progress.',
  Interrupted: 'The managed spot training instance was interrupted. Waiting for spot capacity.',
  Uploading: 'Uploading generated training model',
  Completed: 'Training job completed',
  Failed: 'Training job failed',
  Stopping: 'Stopping the training job',
  Stopped: 'Training job stopped',
  MaxRuntimeExceeded: 'Training job runtime exceeded MaxRuntimeInSeconds',
  MaxWaitTimeExceeded: 'Training job waiting and running time exceeded MaxWaitTimeInSeconds',
};

export class LifecycleError extends Error {}

export const stateOf = (job: Pick<TrainingJobRecord, 'status' | 'secondaryStatus'>): LifecycleState =>
  `${job.status}/${job.secondaryStatus}`;

export const allows = (
  job: Pick<TrainingJobRecord, 'status' | 'secondaryStatus'>,
  event: LifecycleEvent,
): boolean => lifecycle[stateOf(job)]?.[event] !== undefined;

export interface EventDetails {
  /** Milliseconds since the epoch. */
  at: number;
  /** Replaces the status's usual message. */
  message?: string;
  failureReason?: string;
  /** Share of the on-demand price that spot saves; read when a job ends. */
  discount?: number;
}

/**
 * Changes the record as the event says.
 * @throws LifecycleError where the table has no such event for the job's status.
 */
export const applyEvent = (job: TrainingJobRecord, event: LifecycleEvent, details: EventDetails): void => {
  const next = lifecycle[stateOf(job)]?.[event];
  if (!next) throw new LifecycleError(`A training job in ${stateOf(job)} has no event ${event}.`);
  // eslint-disable-next-line @typescript-eslint/no-unsafe-type-assertion -- the table's own states are two of these, joined by a slash
  const [status, secondaryStatus] = next.split('/') as [TrainingJobStatus, SecondaryStatus];
  // A clock that was set back must not make a phase end before it began.
  const at = Math.max(details.at, job.transitions.at(-1)?.startTime ?? job.creationTime);
  const message = details.message ?? messageByStatus[secondaryStatus];
  closeTransition(job, at);
  job.status = status;
  job.secondaryStatus = secondaryStatus;
  job.transitions.push({ status: secondaryStatus, startTime: at, message });
  job.lastModifiedTime = at;
  if (secondaryStatus === 'Downloading') job.trainingStartTime ??= at;
  if (event === 'failed') job.failureReason = details.failureReason && reasonText(details.failureReason);
  if (isTerminal(job)) end(job, at, details.discount ?? 0);
};

/** Replaces the message of the transition that is going on; the status stays. */
export const applyMessage = (job: TrainingJobRecord, message: string, at: number): void => {
  const transition = job.transitions.at(-1);
  if (!transition || transition.message === message) return;
  transition.message = message;
  job.lastModifiedTime = at;
};

const closeTransition = (job: TrainingJobRecord, at: number): void => {
  const transition = job.transitions.at(-1);
  if (transition) transition.endTime ??= at;
};

const end = (job: TrainingJobRecord, at: number, discount: number): void => {
  closeTransition(job, at);
  job.trainingEndTime = at;
  job.trainingSeconds = trainingSeconds(job);
  job.billableSeconds = billableSeconds(job, discount);
};
