/**
 * SageMaker's built-in algorithms beside XGBoost: their images, and the hyperparameters without which they do not begin
 * (required ones of the Developer Guide's tables, https://docs.aws.amazon.com/sagemaker/latest/dg/algos.html).
 */
import {
  forecastingAccounts,
  ldaAccounts,
  statisticsAccounts,
  visionAndTextAccounts,
} from './algorithm-registries';

interface Algorithm {
  title: string;
  accounts: ReadonlyMap<string, string>;
  required: readonly string[];
}

const samples = ['num_classes', 'num_training_samples'];

/** By the repository of the image. */
export const builtInAlgorithms = {
  blazingtext: { title: 'BlazingText', accounts: visionAndTextAccounts, required: ['mode'] },
  'factorization-machines': {
    title: 'Factorization Machines',
    accounts: statisticsAccounts,
    required: ['feature_dim', 'num_factors', 'predictor_type'],
  },
  'forecasting-deepar': {
    title: 'DeepAR',
    accounts: forecastingAccounts,
    required: ['context_length', 'epochs', 'prediction_length', 'time_freq'],
  },
  'image-classification': {
    title: 'Image Classification',
    accounts: visionAndTextAccounts,
    required: samples,
  },
  ipinsights: {
    title: 'IP Insights',
    accounts: statisticsAccounts,
    required: ['num_entity_vectors', 'vector_dim'],
  },
  kmeans: { title: 'K-Means', accounts: statisticsAccounts, required: ['feature_dim', 'k'] },
  knn: {
    title: 'K-Nearest Neighbors',
    accounts: statisticsAccounts,
    required: ['feature_dim', 'k', 'predictor_type', 'sample_size'],
  },
  lda: { title: 'LDA', accounts: ldaAccounts, required: ['feature_dim', 'mini_batch_size', 'num_topics'] },
  'linear-learner': { title: 'Linear Learner', accounts: statisticsAccounts, required: ['predictor_type'] },
  ntm: { title: 'Neural Topic Model', accounts: statisticsAccounts, required: ['feature_dim', 'num_topics'] },
  'object-detection': { title: 'Object Detection', accounts: visionAndTextAccounts, required: samples },
  object2vec: {
    title: 'Object2Vec',
    accounts: statisticsAccounts,
    required: ['enc0_max_seq_len', 'enc0_vocab_size'],
  },
  pca: {
    title: 'PCA',
    accounts: statisticsAccounts,
    required: ['feature_dim', 'mini_batch_size', 'num_components'],
  },
  randomcutforest: { title: 'Random Cut Forest', accounts: statisticsAccounts, required: ['feature_dim'] },
  'semantic-segmentation': {
    title: 'Semantic Segmentation',
    accounts: visionAndTextAccounts,
    required: samples,
  },
  seq2seq: { title: 'Sequence-to-Sequence', accounts: visionAndTextAccounts, required: [] },
} as const satisfies Record<string, Algorithm>;

export type AlgorithmName = keyof typeof builtInAlgorithms;

export const algorithmNames = Object.keys(builtInAlgorithms) as AlgorithmName[];

export const isAlgorithm = (name: string): name is AlgorithmName => Object.hasOwn(builtInAlgorithms, name);
