import { type TrainingJob, type Transition } from '../../training/training-job';

/** A spot job that is training since 20 s, created at `createdAt`. */
export const sampleJob = (createdAt: number, changes: Partial<TrainingJob> = {}): TrainingJob => ({
  name: 'mnist-1',
  arn: 'arn:aws:sagemaker:us-east-1:000000000000:training-job/mnist-1',
  status: 'InProgress',
  secondaryStatus: 'Training',
  createdAt,
  trainingStartedAt: createdAt + 5_000,
  transitions: [
    transition('Starting', createdAt, createdAt + 5_000),
    transition('Downloading', createdAt + 5_000, createdAt + 10_000),
    transition('Training', createdAt + 10_000),
  ],
  spot: true,
  instanceType: 'ml.m5.xlarge',
  instanceCount: 1,
  hyperparameters: { epochs: '10' },
  environment: {},
  channels: [],
  checkpoint: { s3Uri: 's3://bucket/checkpoints/mnist-1' },
  metricDefinitions: [],
  finalMetrics: [],
  ...changes,
});

export const transition = (status: string, startedAt: number, endedAt?: number): Transition => ({
  status,
  startedAt,
  ...(endedAt === undefined ? {} : { endedAt }),
});

/** The name of the job's log stream whose container started at the time. */
export const streamName = (job: string, startedAt: number, host = 'algo-1'): string =>
  `${job}/${host}-${Math.floor(startedAt / 1000)}`;
