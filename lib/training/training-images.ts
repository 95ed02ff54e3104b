/**
 * AWS's training images by framework and version. Versions and tags: `image_uri_config` of sagemaker-core 2.27.0 on
 * PyPI (November 2026); Python tags: aws/deep-learning-containers, release notes of each version.
 */

import { partitionOf } from './aws-partitions';
import { type AlgorithmName, algorithmNames, builtInAlgorithms } from './built-in-algorithms';
import { deepLearningAccounts, sageMakerAccounts } from './image-registries';
import { lookUp } from './look-up';

export type ScriptFramework = 'tensorflow' | 'pytorch' | 'huggingface' | 'mxnet' | 'xgboost' | 'scikit-learn';

/** What has an image of AWS: a framework for scripts, or a built-in algorithm by its name. */
export type Framework = ScriptFramework | AlgorithmName;

interface FrameworkImages {
  title: string;
  repository: string;
  /** Version to the tag, newest version first; `{processor}` is cpu or gpu. */
  tags: Record<string, string>;
  accounts: ReadonlyMap<string, string>;
  /** Regions whose registry does not have this framework. */
  missingIn?: readonly string[];
}

const scriptFrameworks: Record<ScriptFramework, FrameworkImages> = {
  tensorflow: {
    title: 'TensorFlow',
    repository: 'tensorflow-training',
    tags: {
      '2.19.0': '2.19.0-{processor}-py312',
      '2.18.0': '2.18.0-{processor}-py310',
      '2.16.2': '2.16.2-{processor}-py310',
      '2.14.1': '2.14.1-{processor}-py310',
      '2.4.1': '2.4.1-{processor}-py37',
      '1.15.2': '1.15.2-{processor}-py3',
    },
    accounts: deepLearningAccounts,
  },
  pytorch: {
    title: 'PyTorch',
    repository: 'pytorch-training',
    tags: {
      '2.8.0': '2.8.0-{processor}-py312',
      '2.5.1': '2.5.1-{processor}-py311',
      '2.3.0': '2.3.0-{processor}-py311',
      '2.0.1': '2.0.1-{processor}-py310',
      '1.13.1': '1.13.1-{processor}-py39',
      '1.7.1': '1.7.1-{processor}-py3',
    },
    accounts: deepLearningAccounts,
  },
  huggingface: {
    title: 'Hugging Face',
    repository: 'huggingface-pytorch-training',
    // Made for GPUs alone.
    tags: {
      '4.56.2': '2.8.0-transformers4.56.2-gpu-py312-cu129-ubuntu22.04',
      '4.49.0': '2.5.1-transformers4.49.0-gpu-py311-cu124-ubuntu22.04',
    },
    accounts: deepLearningAccounts,
    missingIn: ['ap-south-2', 'ap-southeast-4', 'eu-central-2', 'eu-south-2'],
  },
  mxnet: {
    title: 'MXNet',
    repository: 'mxnet-training',
    tags: { '1.9.0': '1.9.0-{processor}-py38', '1.6.0': '1.6.0-{processor}-py3' },
    accounts: deepLearningAccounts,
  },
  xgboost: {
    title: 'XGBoost',
    repository: 'sagemaker-xgboost',
    tags: {
      '3.2-0': '3.2-0',
      '3.0-5': '3.0-5',
      '1.7-1': '1.7-1',
      '1.5-1': '1.5-1',
      '1.2-2': '1.2-2',
      '1.0-1': '1.0-1-cpu-py3',
    },
    accounts: sageMakerAccounts,
  },
  'scikit-learn': {
    title: 'scikit-learn',
    repository: 'sagemaker-scikit-learn',
    tags: { '1.4-2': '1.4-2-cpu-py3', '1.2-1': '1.2-1-cpu-py3' },
    accounts: sageMakerAccounts,
  },
};

/** A built-in algorithm has one image, whose tag is 1. */
const algorithms = Object.fromEntries(
  algorithmNames.map((name): [AlgorithmName, FrameworkImages] => {
    const { title, accounts } = builtInAlgorithms[name];
    return [name, { title, repository: name, tags: { '1': '1' }, accounts }];
  }),
) as Record<AlgorithmName, FrameworkImages>;

export const frameworks: Record<Framework, FrameworkImages> = { ...scriptFrameworks, ...algorithms };

export const frameworkNames = Object.keys(frameworks) as Framework[];

/** Whether the type's family carries NVIDIA GPUs, and so wants a gpu image. */
export const hasGpu = (instanceType: string): boolean => /^ml\.[pg]\d/.test(instanceType);

interface ImageChoice {
  framework: Framework;
  version: string;
  region: string;
  instanceType: string;
}

/** The image's URI, or why there is none: a sentence for the reader. */
export const findTrainingImage = (choice: ImageChoice): { uri: string } | { missing: string } => {
  const { title, repository, tags, accounts, missingIn = [] } = frameworks[choice.framework];
  const tag = lookUp(tags, choice.version);
  if (tag === undefined)
    return { missing: `${title} ${choice.version} is not among the versions known here.` };
  const registry = missingIn.includes(choice.region) ? undefined : accounts.get(choice.region);
  if (registry === undefined) return { missing: `AWS has no ${title} image in ${choice.region}.` };
  if (tag.includes('-gpu-') && !hasGpu(choice.instanceType))
    return { missing: `AWS’s ${title} images train on GPUs alone, and ${choice.instanceType} has none.` };
  const { domain } = partitionOf(choice.region);
  const processor = hasGpu(choice.instanceType) ? 'gpu' : 'cpu';
  const name = `${repository}:${tag.replace('{processor}', processor)}`;
  return { uri: `${registry}.dkr.ecr.${choice.region}.${domain}/${name}` };
};

/** The image's URI; undefined where there is none, or none is known. */
export const trainingImageUri = (choice: ImageChoice): string | undefined => {
  const found = findTrainingImage(choice);
  return 'uri' in found ? found.uri : undefined;
};

/** Whose image of AWS a URI leads to, whatever its version. */
export const frameworkOfImage = (uri: string): Framework | undefined => {
  const [, account, repository] =
    /^(\d{12})\.dkr\.ecr\.[a-z0-9-]+\.amazonaws\.com(?:\.cn)?\/([^:@]+)/.exec(uri) ?? [];
  return frameworkNames.find((name) => {
    const framework = frameworks[name];
    return framework.repository === repository && [...framework.accounts.values()].includes(account ?? '');
  });
};
