import 'server-only';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { extract } from 'tar-stream';
import { type Backend } from '../aws/backends';
import { getObjectBytes, parseS3Uri } from '../aws/objects';
import { isSpotdeckError } from '../errors/spotdeck-error';
import { type TrainingJob } from '../training/training-job';

const maxArchiveBytes = 64_000_000;
const maxScriptBytes = 2_000_000;
const maxEntries = 20_000;

/** Images that fetch the code of their handlers from S3 by themselves; others want it within the model's archive. */
const fetchesCode = /\/sagemaker-(?:xgboost|scikit-learn):/;

/**
 * What the SageMaker SDK tells a model of scikit-learn or XGBoost that was trained by a script: which file has the
 * handlers, and where the code lies. Only where there are handlers: the image refuses a script without `model_fn`, and
 * serves XGBoost's own models without one.
 * @returns undefined without such code
 */
export const servingVariables = async (
  backend: Backend,
  { trainingImage = '', hyperparameters }: Pick<TrainingJob, 'trainingImage' | 'hyperparameters'>,
): Promise<Record<string, string> | undefined> => {
  if (!fetchesCode.test(trainingImage)) return undefined;
  const program = textOf(hyperparameters.sagemaker_program);
  const source = textOf(hyperparameters.sagemaker_submit_directory);
  if (program === undefined || !source?.startsWith('s3://')) return undefined;
  const handlers = await handlersIn(backend, source, program);
  if (handlers === undefined) return undefined;
  return {
    SAGEMAKER_PROGRAM: handlers,
    SAGEMAKER_SUBMIT_DIRECTORY: source,
    SAGEMAKER_CONTAINER_LOG_LEVEL: '20',
    SAGEMAKER_REGION: backend.region,
  };
};

/** Script-mode values are JSON-encoded. */
const textOf = (value: string | undefined): string | undefined => {
  try {
    const text: unknown = JSON.parse(value ?? '');
    return typeof text === 'string' ? text : undefined;
  } catch {
    return value;
  }
};

const handlersIn = async (backend: Backend, source: string, program: string): Promise<string | undefined> => {
  try {
    const archive = await getObjectBytes(backend, parseS3Uri(source), { maxBytes: maxArchiveBytes });
    const scripts = await scriptsIn(archive, ['inference.py', program]);
    return [...scripts].find(([, text]) => /^(?:async\s+)?def\s+model_fn\s*\(/m.test(text))?.[0];
  } catch (error) {
    // Code that is gone, or no archive, is no code to serve with.
    if (isSpotdeckError(error) && (error.code === 'not-found' || error.code === 'invalid-input'))
      return undefined;
    throw error;
  }
};

/** The named files of a `.tar.gz`, in the order of the names; of a broken archive none. */
const scriptsIn = async (archive: Uint8Array, names: readonly string[]): Promise<Map<string, string>> => {
  const found = new Map<string, string>();
  const entries = extract();
  let count = 0;
  const reading = (async () => {
    for await (const entry of entries) {
      count += 1;
      if (count > maxEntries) throw new Error('too many entries');
      const name = entry.header.name.replace(/^(?:\.\/)+/, '');
      if (names.includes(name) && (entry.header.size ?? 0) <= maxScriptBytes) {
        const chunks: Buffer[] = [];
        for await (const chunk of entry as AsyncIterable<Buffer>) chunks.push(chunk);
        found.set(name, Buffer.concat(chunks).toString());
      } else entry.resume();
    }
  })();
  try {
    await Promise.all([pipeline(Readable.from([archive]), createGunzip(), entries), reading]);
  } catch {
    return new Map();
  }
  return new Map(names.flatMap((name) => (found.has(name) ? [[name, found.get(name) ?? '']] : [])));
};
