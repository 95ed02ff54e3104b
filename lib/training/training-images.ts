/** AWS's training images by framework and version, in the registries of each Region. */
import { partitionOf } from './aws-partitions';
import { type AlgorithmName, algorithmNames, builtInAlgorithms } from './built-in-algorithms';
import { deepLearningAccounts, sageMakerAccounts } from './image-registries';
import {
  huggingFaceVersions,
  type ImageVersions,
  mxnetVersions,
  pytorchVersions,
  scikitLearnVersions,
  tensorflowVersions,
  xgboostVersions,
} from './image-versions';
import { lookUp } from './look-up';
import { keysOf, recordOf } from './keyed';

export type ScriptFramework = 'tensorflow' | 'pytorch' | 'huggingface' | 'mxnet' | 'xgboost' | 'scikit-learn';

/** What has an image of AWS: a framework for scripts, or a built-in algorithm by its name. */
export type Framework = ScriptFramework | AlgorithmName;

interface FrameworkImages extends ImageVersions {
  title: string;
  repository: string;
  accounts: ReadonlyMap<string, string>;
}

const scriptFrameworks: Record<ScriptFramework, FrameworkImages> = {
  tensorflow: {
    ...{ title: 'TensorFlow', repository: 'tensorflow-training', accounts: deepLearningAccounts },
    ...tensorflowVersions,
  },
  pytorch: {
    ...{ title: 'PyTorch', repository: 'pytorch-training', accounts: deepLearningAccounts },
    ...pytorchVersions,
  },
  huggingface: {
    ...{ title: 'Hugging Face', repository: 'huggingface-pytorch-training', accounts: deepLearningAccounts },
    ...huggingFaceVersions,
  },
  mxnet: {
    ...{ title: 'MXNet', repository: 'mxnet-training', accounts: deepLearningAccounts },
    ...mxnetVersions,
  },
  xgboost: {
    ...{ title: 'XGBoost', repository: 'sagemaker-xgboost', accounts: sageMakerAccounts },
    ...xgboostVersions,
  },
  'scikit-learn': {
    ...{ title: 'scikit-learn', repository: 'sagemaker-scikit-learn', accounts: sageMakerAccounts },
    ...scikitLearnVersions,
  },
};

/** A built-in algorithm has one image, whose tag is 1. */
const algorithms = recordOf(algorithmNames, (name): FrameworkImages => {
  const { title, accounts } = builtInAlgorithms[name];
  return { title, repository: name, tags: { '1': '1' }, accounts, missingIn: new Map() };
});

export const frameworks: Record<Framework, FrameworkImages> = { ...scriptFrameworks, ...algorithms };

export const frameworkNames = keysOf(frameworks);

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
  const { title, repository, tags, accounts, missingIn } = frameworks[choice.framework];
  const tag = lookUp(tags, choice.version);
  if (tag === undefined)
    return { missing: `${title} ${choice.version} is not among the versions known here.` };
  const registry = accounts.get(choice.region);
  if (registry === undefined) return { missing: `AWS has no ${title} image in ${choice.region}.` };
  if (missingIn.get(choice.version)?.has(choice.region))
    return { missing: `AWS has no image of ${title} ${choice.version} in ${choice.region}.` };
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
