import { type TrainingJob, type Transition } from '../../lib/training/training-job';
import { randomFrom } from '../random';

const teams = ['vision', 'speech', 'ranking', 'fraud', 'maps'];
const models = ['mnist', 'resnet50', 'bert', 'xgboost', 'wav2vec', 'unet'];
const instanceTypes = ['ml.m5.xlarge', 'ml.c5.2xlarge', 'ml.g4dn.xlarge', 'ml.g5.2xlarge', 'ml.g5.12xlarge'];

interface GenerateOptions {
  seed?: number;
  /** When the newest job changed last, ms since the epoch. */
  newest?: number;
  /** Ms between two jobs. */
  every?: number;
  /** Jobs that still run, the newest ones. */
  running?: number;
}

/**
 * Finished jobs as a busy account has them, newest first, for tests and measurements: spot and on demand,
 * interrupted or not, of every outcome. The same seed gives the same jobs.
 */
export function* generateJobs(count: number, options: GenerateOptions = {}): Generator<TrainingJob> {
  const { seed = 1, newest = Date.UTC(2026, 10, 20, 12), every = 60_000, running = 0 } = options;
  const random = randomFrom(seed);
  const pick = <Value>(values: readonly Value[]): Value => values[Math.floor(random() * values.length)]!;
  for (let index = 0; index < count; index += 1) {
    const spot = random() < 0.7;
    const interruptions = spot && random() < 0.3 ? 1 + Math.floor(random() * 3) : 0;
    const trainingSeconds = 60 + Math.floor(random() ** 3 * 36_000);
    const modifiedAt = newest - index * every;
    const createdAt = modifiedAt - (trainingSeconds + 120 + interruptions * 300) * 1000;
    const isRunning = index < running;
    const outcome = isRunning ? 'InProgress' : ending(random());
    const team = pick(teams);
    const name = `${pick(models)}-${team}-${String(count - index).padStart(6, '0')}`;
    const bucket = `s3://training-${team}`;
    yield {
      name,
      arn: `arn:aws:sagemaker:us-east-1:111122223333:training-job/${name}`,
      status: outcome.startsWith('Max') ? 'Stopped' : outcome,
      secondaryStatus: isRunning ? 'Training' : outcome,
      createdAt,
      lastModifiedAt: modifiedAt,
      trainingStartedAt: createdAt + 90_000,
      ...(isRunning
        ? {}
        : {
            trainingEndedAt: modifiedAt - 5_000,
            trainingSeconds,
            billableSeconds: spot ? Math.ceil(trainingSeconds * (0.25 + random() * 0.4)) : trainingSeconds,
          }),
      transitions: transitionsOf(createdAt, modifiedAt, interruptions, outcome),
      spot,
      maxRuntimeSeconds: 86_400,
      ...(spot ? { maxWaitSeconds: 172_800, checkpoint: { s3Uri: `${bucket}/checkpoints/${name}` } } : {}),
      instanceType: pick(instanceTypes),
      instanceCount: random() < 0.9 ? 1 : 2,
      volumeSizeGb: 50,
      trainingImage: '763104351884.dkr.ecr.us-east-1.amazonaws.com/pytorch-training:2.5.1-gpu-py311',
      trainingInputMode: 'File',
      hyperparameters: {
        epochs: '10',
        'batch-size': '128',
        'learning-rate': '0.001',
        sagemaker_program: '"train.py"',
      },
      environment: {},
      channels: [{ name: 'training', s3Uri: `${bucket}/data/`, dataType: 'S3Prefix' }],
      outputS3Uri: `${bucket}/output`,
      roleArn: 'arn:aws:iam::111122223333:role/SageMakerTraining',
      metricDefinitions: [{ name: 'train:loss', regex: 'loss: ([0-9.]+)' }],
      finalMetrics: [{ name: 'train:loss', value: random(), at: modifiedAt - 60_000 }],
      tags: { Project: team, Model: name.split('-')[0] ?? '' },
    };
  }
}

const ending = (chance: number): string => {
  if (chance < 0.82) return 'Completed';
  if (chance < 0.92) return 'Failed';
  if (chance < 0.96) return 'Stopped';
  return chance < 0.98 ? 'MaxRuntimeExceeded' : 'MaxWaitTimeExceeded';
};

const transitionsOf = (from: number, to: number, interruptions: number, last: string): Transition[] => {
  const statuses = ['Starting', 'Downloading', 'Training'];
  for (let count = 0; count < interruptions; count += 1) {
    statuses.push('Interrupted', 'Starting', 'Downloading', 'Training');
  }
  if (last !== 'InProgress') statuses.push('Uploading', last);
  const step = (to - from) / statuses.length;
  return statuses.map((status, index) => ({
    status,
    startedAt: Math.round(from + index * step),
    ...(index < statuses.length - 1 || last !== 'InProgress'
      ? { endedAt: Math.round(from + (index + 1) * step) }
      : {}),
    message: status === 'Training' ? 'Training image download completed. Training in progress.' : status,
  }));
};
