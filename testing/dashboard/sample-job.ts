import { type TrainingJob, type Transition } from '../../lib/training/training-job';

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

/**
 * A job that lost its instance once and has completed, created at `createdAt`. Its containers started after 10 s
 * and 50 s, the instance was lost after 40 s, and it ended after 80 s.
 */
export const interruptedJob = (createdAt: number, changes: Partial<TrainingJob> = {}): TrainingJob => {
  const span = (status: string, from: number, to: number) =>
    transition(status, createdAt + from * 1_000, createdAt + to * 1_000);
  return sampleJob(createdAt, {
    status: 'Completed',
    secondaryStatus: 'Completed',
    trainingEndedAt: createdAt + 80_000,
    lastModifiedAt: createdAt + 80_000,
    transitions: [
      span('Starting', 0, 5),
      span('Training', 10, 40),
      span('Interrupted', 40, 41),
      span('Starting', 41, 50),
      span('Training', 50, 80),
      span('Completed', 80, 80),
    ],
    ...changes,
  });
};

/** Fills the log of `interruptedJob`: epoch 2 was done and lost, epoch 3 begun; training resumed at epoch 2. */
export const interruptedLog = (
  job: TrainingJob,
): [stream: string, lines: { at: number; message: string }[]][] => {
  const line = (seconds: number, message: string) => ({ at: job.createdAt + seconds * 1_000, message });
  return [
    [
      streamName(job.name, job.createdAt + 10_000),
      [
        line(11, 'Epoch 1/4'),
        line(19, '1/1 - loss: 0.9'),
        line(20, 'Epoch 2/4'),
        line(28, '1/1 - loss: 0.8'),
        line(30, 'Epoch 3/4'),
      ],
    ],
    [
      streamName(job.name, job.createdAt + 50_000),
      [
        line(51, 'Resuming training from epoch: 2'),
        line(52, 'Epoch 2/4'),
        line(60, '1/1 - loss: 0.81'),
        line(61, 'Epoch 3/4'),
        line(69, '1/1 - loss: 0.7'),
        line(70, 'Epoch 4/4'),
        line(78, '1/1 - loss: 0.6'),
      ],
    ],
  ];
};
