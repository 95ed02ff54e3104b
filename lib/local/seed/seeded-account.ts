import type { Random } from './random';

/** What a busy account trains: the projects that generated jobs belong to. */
export interface SeededProject {
  name: string;
  team: string;
  owner: string;
  script: string;
  image: string;
  /** First the usual one. */
  instanceTypes: readonly string[];
  /** Whether the script writes checkpoints, so that a spot job of it goes on where it was. */
  checkpoints: boolean;
  /** Seconds of an epoch on one instance, from and to. */
  epochSeconds: readonly [low: number, high: number];
  epochs: readonly number[];
  channels: readonly string[];
  metrics: readonly SeededMetric[];
  /** As sent, without the ones of the toolkit. */
  hyperparameters(random: Random): Record<string, string>;
}

/** A metric that moves from its first value towards its last as the epochs go by. */
export interface SeededMetric {
  name: string;
  regex: string;
  first: number;
  last: number;
}

const registry = '763104351884.dkr.ecr.us-east-1.amazonaws.com';
const pytorch = (device: 'cpu' | 'gpu') =>
  `${registry}/pytorch-training:2.5.1-${device}-py311${device === 'gpu' ? '-cu124' : ''}-ubuntu22.04-sagemaker`;
const tensorflow = `${registry}/tensorflow-training:2.16.2-cpu-py310-ubuntu20.04-sagemaker`;
const xgboost = '683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-xgboost:1.7-1';

const metric = (name: string, first: number, last: number): SeededMetric => ({
  name,
  regex: `${name.replace(':', '_')}=([0-9.]+)`,
  first,
  last,
});

export const seededProjects: readonly SeededProject[] = [
  {
    name: 'digits',
    team: 'vision',
    owner: 'amara',
    script: 'train.py',
    image: tensorflow,
    instanceTypes: ['ml.m5.xlarge', 'ml.c5.2xlarge'],
    checkpoints: true,
    epochSeconds: [20, 60],
    epochs: [5, 10, 20],
    channels: ['training', 'validation'],
    metrics: [metric('validation:loss', 0.6, 0.05), metric('validation:accuracy', 0.8, 0.985)],
    hyperparameters: (random) => ({
      'batch-size': random.pick(['64', '128', '256']),
      'learning-rate': random.pick(['0.001', '0.0005']),
    }),
  },
  {
    name: 'product-images',
    team: 'vision',
    owner: 'jonas',
    script: 'finetune_resnet.py',
    image: pytorch('gpu'),
    instanceTypes: ['ml.g5.2xlarge', 'ml.g4dn.xlarge', 'ml.g5.12xlarge'],
    checkpoints: true,
    epochSeconds: [120, 600],
    epochs: [10, 20, 30],
    channels: ['training', 'validation'],
    metrics: [metric('train:loss', 3.1, 0.4), metric('validation:accuracy', 0.3, 0.91)],
    hyperparameters: (random) => ({
      backbone: random.pick(['"resnet50"', '"resnet101"']),
      'learning-rate': random.pick(['0.01', '0.003', '0.001']),
      'weight-decay': '0.0001',
      augment: random.pick(['true', 'false']),
    }),
  },
  {
    name: 'fraud-score',
    team: 'risk',
    owner: 'mei',
    script: 'train_xgb.py',
    image: xgboost,
    instanceTypes: ['ml.m5.4xlarge', 'ml.m5.2xlarge', 'ml.m7i.4xlarge'],
    checkpoints: false,
    epochSeconds: [4, 12],
    epochs: [100, 200],
    channels: ['train', 'validation'],
    metrics: [metric('validation:auc', 0.71, 0.94)],
    hyperparameters: (random) => ({
      max_depth: random.pick(['4', '6', '8']),
      eta: random.pick(['0.1', '0.2', '0.3']),
      subsample: '0.8',
      objective: '"binary:logistic"',
    }),
  },
  {
    name: 'support-intents',
    team: 'language',
    owner: 'priya',
    script: 'run_glue.py',
    image: pytorch('gpu'),
    instanceTypes: ['ml.g5.xlarge', 'ml.g6.2xlarge', 'ml.p3.2xlarge'],
    checkpoints: true,
    epochSeconds: [300, 1500],
    epochs: [3, 5],
    channels: ['training', 'validation'],
    metrics: [metric('train:loss', 1.9, 0.21), metric('eval:f1', 0.55, 0.9)],
    hyperparameters: (random) => ({
      model_name: random.pick(['"distilbert-base-uncased"', '"bert-base-cased"']),
      learning_rate: random.pick(['2e-05', '5e-05']),
      per_device_train_batch_size: '32',
      seed: String(random.whole(1, 5)),
    }),
  },
  {
    name: 'language-model',
    team: 'language',
    owner: 'tomas',
    script: 'pretrain.py',
    image: pytorch('gpu'),
    // The local price table has no price for ml.p4d.24xlarge: reports must cope with that.
    instanceTypes: ['ml.p4d.24xlarge', 'ml.p3.16xlarge', 'ml.g5.48xlarge'],
    checkpoints: true,
    epochSeconds: [3600, 9000],
    epochs: [1, 2, 3],
    channels: ['training'],
    metrics: [metric('train:loss', 6.4, 2.7), metric('train:perplexity', 420, 18)],
    hyperparameters: (random) => ({
      layers: random.pick(['12', '24']),
      'learning-rate': '0.0003',
      'sequence-length': random.pick(['1024', '2048']),
      precision: '"bf16"',
    }),
  },
  {
    name: 'demand-forecast',
    team: 'planning',
    owner: 'lena',
    script: 'forecast.py',
    image: pytorch('cpu'),
    instanceTypes: ['ml.c5.4xlarge', 'ml.c5.9xlarge', 'ml.m5.12xlarge'],
    checkpoints: false,
    epochSeconds: [30, 120],
    epochs: [20, 40],
    channels: ['train', 'calendar'],
    metrics: [metric('validation:mape', 0.42, 0.11)],
    hyperparameters: (random) => ({
      horizon: random.pick(['7', '28']),
      hidden: random.pick(['64', '128']),
      dropout: '0.1',
    }),
  },
];
