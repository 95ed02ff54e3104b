/**
 * AWS's training images by framework and version. Accounts and versions: sagemaker-python-sdk, image_uri_config
 * (August 2026); Python tags: aws/deep-learning-containers, release notes of each version.
 */

import { lookUp } from './look-up';

export type Framework = 'tensorflow' | 'pytorch' | 'mxnet' | 'xgboost' | 'scikit-learn';

interface FrameworkImages {
  title: string;
  repository: string;
  /** Version to what follows it in the tag, newest version first; `{processor}` is cpu or gpu. */
  tags: Record<string, string>;
  account: (region: string) => string | undefined;
}

const deepLearningRegions = [
  'us-east-1',
  'us-east-2',
  'us-west-1',
  'us-west-2',
  'ca-central-1',
  'sa-east-1',
  'eu-west-1',
  'eu-west-2',
  'eu-west-3',
  'eu-central-1',
  'eu-north-1',
  'ap-northeast-1',
  'ap-northeast-2',
  'ap-south-1',
  'ap-southeast-1',
  'ap-southeast-2',
];

const deepLearningAccounts: ReadonlyMap<string, string> = new Map([
  ...deepLearningRegions.map((region) => [region, '763104351884'] as const),
  ['ap-east-1', '871362719292'],
  ['af-south-1', '626614931356'],
  ['eu-south-1', '692866216735'],
  ['me-south-1', '217643126080'],
  ['cn-north-1', '727897471807'],
  ['cn-northwest-1', '727897471807'],
  ['ap-northeast-3', '364406365360'],
  ['eu-central-2', '380420809688'],
  ['eu-south-2', '503227376785'],
  ['il-central-1', '780543022126'],
  ['ca-west-1', '204538143572'],
]);

const sageMakerAccounts: ReadonlyMap<string, string> = new Map([
  ['us-east-1', '683313688378'],
  ['us-east-2', '257758044811'],
  ['us-west-1', '746614075791'],
  ['us-west-2', '246618743249'],
  ['eu-west-1', '141502667606'],
  ['eu-central-1', '492215442770'],
  ['ap-northeast-1', '354813040037'],
]);

export const frameworks: Record<Framework, FrameworkImages> = {
  tensorflow: {
    title: 'TensorFlow',
    repository: 'tensorflow-training',
    tags: {
      '2.19.0': '-{processor}-py312',
      '2.18.0': '-{processor}-py310',
      '2.16.2': '-{processor}-py310',
      '2.14.1': '-{processor}-py310',
      '2.4.1': '-{processor}-py37',
      '1.15.2': '-{processor}-py3',
    },
    account: (region) => deepLearningAccounts.get(region),
  },
  pytorch: {
    title: 'PyTorch',
    repository: 'pytorch-training',
    tags: {
      '2.8.0': '-{processor}-py312',
      '2.5.1': '-{processor}-py311',
      '2.3.0': '-{processor}-py311',
      '2.0.1': '-{processor}-py310',
      '1.13.1': '-{processor}-py39',
      '1.7.1': '-{processor}-py3',
    },
    account: (region) => deepLearningAccounts.get(region),
  },
  mxnet: {
    title: 'MXNet',
    repository: 'mxnet-training',
    tags: { '1.9.0': '-{processor}-py38', '1.6.0': '-{processor}-py3' },
    account: (region) => deepLearningAccounts.get(region),
  },
  xgboost: {
    title: 'XGBoost',
    repository: 'sagemaker-xgboost',
    tags: { '3.2-0': '', '3.0-5': '', '1.7-1': '', '1.5-1': '', '1.2-2': '', '1.0-1': '-cpu-py3' },
    account: (region) => sageMakerAccounts.get(region),
  },
  'scikit-learn': {
    title: 'scikit-learn',
    repository: 'sagemaker-scikit-learn',
    tags: { '1.4-2': '-cpu-py3', '1.2-1': '-cpu-py3' },
    account: (region) => sageMakerAccounts.get(region),
  },
};

export const frameworkNames = Object.keys(frameworks) as Framework[];

/** Whether the type's family carries NVIDIA GPUs, and so wants a gpu image. */
export const hasGpu = (instanceType: string): boolean => /^ml\.[pg]\d/.test(instanceType);

/**
 * @returns the image's URI, or undefined where the version or the Region's registry is not known here
 */
export const trainingImageUri = (choice: {
  framework: Framework;
  version: string;
  region: string;
  instanceType: string;
}): string | undefined => {
  const { repository, tags, account } = frameworks[choice.framework];
  const suffix = lookUp(tags, choice.version);
  const registry = account(choice.region);
  if (suffix === undefined || registry === undefined) return undefined;
  const domain = choice.region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
  const tag = suffix.replace('{processor}', hasGpu(choice.instanceType) ? 'gpu' : 'cpu');
  return `${registry}.dkr.ecr.${choice.region}.${domain}/${repository}:${choice.version}${tag}`;
};
