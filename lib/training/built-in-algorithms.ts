/**
 * SageMaker's built-in algorithms beside XGBoost: their images, and the hyperparameters without which they do not begin,
 * with what these take. Sources, read on 2026-11-27: each algorithm's table in the Developer Guide (its edition on GitHub,
 * awsdocs/amazon-sagemaker-developer-guide, whose pages are of 2023 and earlier), and for the ten that have an estimator in
 * sagemaker 2.257.6 its validators. Where the two differ, the wider one is here.
 */
import { type Accepted, type Range } from './accepted-value';
import {
  forecastingAccounts,
  ldaAccounts,
  statisticsAccounts,
  visionAndTextAccounts,
} from './algorithm-registries';
import { keysOf } from './keyed';

interface Algorithm {
  title: string;
  accounts: ReadonlyMap<string, string>;
  required: Readonly<Record<string, Accepted>>;
  /** Required where another one is given, or has that value. */
  conditional?: readonly { where: string; is?: string; name: string; accepted: Accepted }[];
}

const count: Range = { min: 1, whole: true };
const whole = (min: number, max: number): Range => ({ min, max, whole: true });
const samples = { num_classes: count, num_training_samples: count };

/** By the repository of the image. */
export const builtInAlgorithms: Readonly<Record<AlgorithmName, Algorithm>> = {
  blazingtext: {
    title: 'BlazingText',
    accounts: visionAndTextAccounts,
    required: { mode: ['batch_skipgram', 'skipgram', 'cbow', 'supervised'] },
  },
  'factorization-machines': {
    title: 'Factorization Machines',
    accounts: statisticsAccounts,
    required: {
      feature_dim: count,
      num_factors: count,
      predictor_type: ['binary_classifier', 'regressor'],
    },
  },
  'forecasting-deepar': {
    title: 'DeepAR',
    accounts: forecastingAccounts,
    required: {
      ...{ context_length: count, epochs: count, prediction_length: count },
      time_freq: 'anything',
    },
  },
  'image-classification': {
    title: 'Image Classification',
    accounts: visionAndTextAccounts,
    required: samples,
  },
  ipinsights: {
    title: 'IP Insights',
    accounts: statisticsAccounts,
    required: { num_entity_vectors: whole(1, 250_000_000), vector_dim: whole(4, 4096) },
  },
  // The guide calls mini_batch_size required and gives it a default: it can be left out.
  kmeans: { title: 'K-Means', accounts: statisticsAccounts, required: { feature_dim: count, k: count } },
  knn: {
    title: 'K-Nearest Neighbors',
    accounts: statisticsAccounts,
    required: {
      ...{ feature_dim: count, k: count, sample_size: count },
      predictor_type: ['classifier', 'regressor'],
    },
    conditional: [{ where: 'dimension_reduction_type', name: 'dimension_reduction_target', accepted: count }],
  },
  lda: {
    title: 'LDA',
    accounts: ldaAccounts,
    required: { feature_dim: count, mini_batch_size: count, num_topics: count },
  },
  // The guide's edition calls feature_dim required, too; the estimator gives it by itself, and so it is not demanded here.
  'linear-learner': {
    title: 'Linear Learner',
    accounts: statisticsAccounts,
    required: { predictor_type: ['binary_classifier', 'multiclass_classifier', 'regressor'] },
    conditional: [
      {
        ...{ where: 'predictor_type', is: 'multiclass_classifier', name: 'num_classes' },
        accepted: whole(1, 1_000_000),
      },
    ],
  },
  ntm: {
    title: 'Neural Topic Model',
    accounts: statisticsAccounts,
    required: { feature_dim: whole(1, 1_000_000), num_topics: whole(2, 1000) },
  },
  'object-detection': { title: 'Object Detection', accounts: visionAndTextAccounts, required: samples },
  object2vec: {
    title: 'Object2Vec',
    accounts: statisticsAccounts,
    required: { enc0_max_seq_len: whole(1, 5000), enc0_vocab_size: whole(2, 3_000_000) },
  },
  pca: {
    title: 'PCA',
    accounts: statisticsAccounts,
    required: { feature_dim: count, mini_batch_size: count, num_components: count },
  },
  randomcutforest: {
    title: 'Random Cut Forest',
    accounts: statisticsAccounts,
    required: { feature_dim: whole(1, 10_000) },
  },
  'semantic-segmentation': {
    title: 'Semantic Segmentation',
    accounts: visionAndTextAccounts,
    required: { num_classes: whole(2, 254), num_training_samples: count },
  },
  seq2seq: { title: 'Sequence-to-Sequence', accounts: visionAndTextAccounts, required: {} },
};

export type AlgorithmName =
  | ('blazingtext' | 'factorization-machines' | 'forecasting-deepar' | 'image-classification')
  | ('ipinsights' | 'kmeans' | 'knn' | 'lda' | 'linear-learner' | 'ntm' | 'object-detection')
  | ('object2vec' | 'pca' | 'randomcutforest' | 'semantic-segmentation' | 'seq2seq');

export const algorithmNames = keysOf(builtInAlgorithms);

export const isAlgorithm = (name: string): name is AlgorithmName => Object.hasOwn(builtInAlgorithms, name);
