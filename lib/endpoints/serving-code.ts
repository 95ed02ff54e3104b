import 'server-only';
import { type Backend } from '../aws/backends';
import { codePlace, codeVariables, packedCodeFolder } from '../training/serving-code';
import { type TrainingJob } from '../training/training-job';
import { parseJson } from '../training/json-text';
import { packModel } from './pack-model';
import { readSourceArchive } from './source-archive';

export interface ServingCode {
  /** Absent where the model's archive serves as it is. */
  environment?: Record<string, string>;
  artifactS3Uri: string;
}

type Job = Pick<TrainingJob, 'trainingImage' | 'hyperparameters' | 'networkIsolation' | 'outputKmsKey'>;

/**
 * What the SageMaker SDK gives a model that was trained by a script: which file has the handlers, and where the code
 * lies; for PyTorch, MXNet, Hugging Face and TensorFlow a copy of the model with its code in it, which is made here.
 * A model that brings an `inference.py`, or a script without handlers, is left as it is.
 * @throws {SpotdeckError}
 */
export const servingCode = async (
  backend: Backend,
  job: Job,
  artifactS3Uri: string,
): Promise<ServingCode> => {
  const asTrained = { artifactS3Uri };
  const place = codePlace(job.trainingImage ?? '', job.networkIsolation ?? false);
  const program = textOf(job.hyperparameters.sagemaker_program);
  const source = textOf(job.hyperparameters.sagemaker_submit_directory);
  if (!place || program === undefined || !source?.startsWith('s3://')) return asTrained;
  const files = await readSourceArchive(backend, source);
  if (!files) return asTrained;
  const handlers = ['inference.py', program].find((name) => {
    const text = files.get(name)?.bytes.toString();
    return text !== undefined && place.serves(name, text);
  });
  if (handlers === undefined) return asTrained;
  if (place.how === 'fetched')
    return { artifactS3Uri, environment: codeVariables(handlers, source, backend.region) };
  const packed = await packModel(backend, artifactS3Uri, files, job.outputKmsKey);
  if (packed === undefined) return asTrained;
  return { artifactS3Uri: packed, environment: codeVariables(handlers, packedCodeFolder, backend.region) };
};

/** Script-mode values are JSON-encoded. */
const textOf = (value: string | undefined): string | undefined => {
  const read = parseJson(value ?? '');
  if (read === undefined) return value;
  return typeof read === 'string' ? read : undefined;
};
