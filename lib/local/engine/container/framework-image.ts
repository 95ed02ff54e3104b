import { readEcrImage } from '../../core/ecr-image';

/** Frameworks whose images have a stand-in. */
export const frameworks = [
  'tensorflow',
  'pytorch',
  'mxnet',
  'xgboost',
  'scikit-learn',
  'huggingface',
] as const;
export type Framework = (typeof frameworks)[number];

/** What the URI of one of AWS's framework images says. */
export interface FrameworkImage {
  framework: Framework;
  /** Of the framework; of Hugging Face's images that of PyTorch or TensorFlow, which `base` names. */
  version: string;
  use: 'training' | 'inference' | 'both';
  /** Repository and tag, as a person names the image. */
  shown: string;
  /** Hugging Face: what it is built on, and the version of Transformers. */
  base?: 'pytorch' | 'tensorflow';
  transformersVersion?: string;
}

const scriptFrameworks = ['tensorflow', 'pytorch', 'mxnet'] as const;

const purposeOf = (suffix: string | undefined): FrameworkImage['use'] =>
  suffix === undefined ? 'both' : suffix.startsWith('inference') ? 'inference' : 'training';

/**
 * Reads repository and tag, whatever the account and the Region, as AWS's lists of images give them.
 * https://github.com/aws/deep-learning-containers/blob/master/available_images.md
 * https://docs.aws.amazon.com/sagemaker/latest/dg-ecr-paths/sagemaker-algo-docker-registry-paths.html
 * @returns undefined for an image that is no framework's, or that names no version.
 */
export const readFrameworkImage = (uri: string): FrameworkImage | undefined => {
  const { repository, tag } = readEcrImage(uri) ?? {};
  if (repository === undefined || tag === undefined) return undefined;
  const version = /^v?(\d+(?:\.\d+){1,2})/.exec(tag)?.[1];
  if (version === undefined) return undefined;
  const shown = `${repository}:${tag}`;
  const huggingFace = /^huggingface-(pytorch|tensorflow)-(training|inference)/.exec(repository);
  if (huggingFace) {
    return {
      framework: 'huggingface',
      version,
      use: purposeOf(huggingFace[2]),
      shown,
      base: huggingFace[1] === 'tensorflow' ? 'tensorflow' : 'pytorch',
      transformersVersion: /transformers(\d+\.\d+\.\d+)/.exec(tag)?.[1],
    };
  }
  const named =
    /^(?:sagemaker-)?(tensorflow|pytorch|mxnet)(?:-scriptmode|-serving)?(?:-(training|inference).*)?$/.exec(
      repository,
    );
  const framework = scriptFrameworks.find((one) => one === named?.[1]);
  if (framework) return { framework, version, use: purposeOf(named?.[2]), shown };
  if (repository === 'sagemaker-xgboost') return { framework: 'xgboost', version, use: 'both', shown };
  if (repository === 'sagemaker-scikit-learn')
    return { framework: 'scikit-learn', version, use: 'both', shown };
  return undefined;
};
