import { type CreateTrainingJobInput } from '../core/requests/create-training-job';

/**
 * The durable record of a training job. The request is kept as it was sent; everything else is written by the
 * engine as the job lives. Times are milliseconds since the epoch, durations seconds.
 */
export interface TrainingJobRecord {
  name: string;
  arn: string;
  request: CreateTrainingJobInput;
  tags: Readonly<Record<string, string>>;
  status: TrainingJobStatus;
  secondaryStatus: SecondaryStatus;
  transitions: TransitionRecord[];
  creationTime: number;
  lastModifiedTime: number;
  trainingStartTime?: number;
  trainingEndTime?: number;
  /** Known only once the job has ended. */
  trainingSeconds?: number;
  billableSeconds?: number;
  failureReason?: string;
  modelArtifacts?: string;
  /** Last value of each metric definition. */
  finalMetrics: { name: string; value: number; timestamp: number }[];
}

export interface TransitionRecord {
  status: SecondaryStatus;
  startTime: number;
  endTime?: number;
  message: string;
}

export type TrainingJobStatus = 'InProgress' | 'Completed' | 'Failed' | 'Stopping' | 'Stopped';

export type SecondaryStatus =
  | 'Starting'
  | 'Downloading'
  | 'Training'
  | 'Interrupted'
  | 'Uploading'
  | 'Completed'
  | 'Failed'
  | 'Stopping'
  | 'Stopped'
  | 'MaxRuntimeExceeded'
  | 'MaxWaitTimeExceeded';

export const isTerminal = ({ status }: Pick<TrainingJobRecord, 'status'>): boolean =>
  status !== 'InProgress' && status !== 'Stopping';

/** Durable when `insert` and `update` return. */
export interface TrainingJobStore {
  /** Throws ResourceInUse, with AWS's text, if the name is taken: the check and the insert are one transaction. */
  insert(job: TrainingJobRecord): void;
  /** Inserts many in one transaction: all of them, or none where a name is taken (ResourceInUse). */
  insertAll(jobs: Iterable<TrainingJobRecord>): void;
  get(name: string): TrainingJobRecord | undefined;
  /** Reads, changes and writes in one transaction. Throws if the job does not exist. */
  update(name: string, change: (job: TrainingJobRecord) => void): TrainingJobRecord;
  delete(name: string): void;
  /** Every job, newest creation first. */
  all(): IterableIterator<TrainingJobRecord>;
  /** The jobs that have not ended. */
  unfinished(): TrainingJobRecord[];
}
