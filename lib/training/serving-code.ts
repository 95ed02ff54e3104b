/** Where an image that serves looks for a script's handlers, as the SageMaker SDK arranges it (2.257.7, its models). */

/**
 * `fetched`: the image gets the archive of the code from S3 by itself. `packed`: the code lies in the model's archive,
 * below `code/`.
 */
export interface CodePlace {
  how: 'fetched' | 'packed';
  /** Whether a script of this name and text has handlers that the image calls. */
  serves(name: string, text: string): boolean;
}

const defines = (names: string) => new RegExp(`^(?:async\\s+)?def\\s+(?:${names})\\s*\\(`, 'm');
const loadsModel = defines('model_fn');
const handles = defines('model_fn|input_fn|predict_fn|output_fn|transform_fn');
const wrapsTensorflow = defines('handler|input_handler');

/** From these versions on, the images are served by a model server that takes its code from the model's archive. */
const packedSince: ReadonlyMap<string, number> = new Map([
  ['pytorch', 102],
  ['mxnet', 104],
]);

/** @returns undefined for an image that takes no code */
export const codePlace = (trainingImage: string, isolated: boolean): CodePlace | undefined => {
  // Without a network nothing can be fetched.
  if (/\/sagemaker-(?:xgboost|scikit-learn):/.test(trainingImage))
    return { how: isolated ? 'packed' : 'fetched', serves: (_name, text) => loadsModel.test(text) };
  const image =
    /\/(?:sagemaker-)?(pytorch|mxnet|tensorflow|huggingface-[a-z]+)(?:-scriptmode)?-training:(\d+)\.(\d+)/.exec(
      trainingImage,
    );
  const [, framework = '', major = '', minor = ''] = image ?? [];
  if (!image) return undefined;
  if (framework === 'tensorflow')
    return {
      how: 'packed',
      serves: (name, text) => name === 'inference.py' && wrapsTensorflow.test(text),
    };
  // The script that trained is not what the SDK serves these with.
  if (framework.startsWith('huggingface'))
    return { how: 'packed', serves: (name, text) => name === 'inference.py' && handles.test(text) };
  const since = packedSince.get(framework) ?? 0;
  const how = isolated || Number(major) * 100 + Number(minor) >= since ? 'packed' : 'fetched';
  return { how, serves: (_name, text) => (framework === 'mxnet' ? handles : loadsModel).test(text) };
};

/** What tells an image which script has the handlers, and where the code is. */
export const codeVariables = (program: string, folder: string, region: string): Record<string, string> => ({
  SAGEMAKER_PROGRAM: program,
  SAGEMAKER_SUBMIT_DIRECTORY: folder,
  SAGEMAKER_CONTAINER_LOG_LEVEL: '20',
  SAGEMAKER_REGION: region,
});

/** Where the code of a packed model is in its container. */
export const packedCodeFolder = '/opt/ml/model/code';

/**
 * The place of a job's model with its code in it, beside the model as it was trained.
 * @param digest hex, of what is packed
 */
export const packedArtifact = (artifactS3Uri: string, digest: string): string =>
  artifactS3Uri.replace(/(?:output\/)?[^/]+$/, `with-code/${digest.slice(0, 16)}/model.tar.gz`);

/** The model as it was trained, of which the archive is a copy with its code; any other archive is itself. */
export const trainedArtifact = (archiveS3Uri: string): string =>
  archiveS3Uri.replace(/with-code\/[0-9a-f]{16}\/model\.tar\.gz$/, 'output/model.tar.gz');
