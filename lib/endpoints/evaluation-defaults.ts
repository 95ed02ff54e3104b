import 'server-only';
import { type Backend } from '../aws/backends';
import { defaultBucket } from '../aws/default-bucket';
import { describeTrainingJob } from '../aws/training-jobs';
import { isNotFound } from '../errors/spotdeck-error';
import { type EvaluationInput } from '../training/evaluation';
import { listExamples } from '../source/list-examples';
import { exampleSizes, placeExample } from '../source/place-example';
import { defineUseCase } from '../use-cases/define-use-case';
import { jobInput } from '../use-cases/name-inputs';

/** The test set of the example that shares a channel with the job; undefined where none does. */
export const evaluationDefaults = defineUseCase({
  name: 'evaluation-defaults',
  input: jobInput,
  access: 'watch',
  changes: false,
  run: ({ backend }, { name }) => findDefaults(backend, name),
});

export const findDefaults = async (
  backend: Backend,
  jobName: string,
): Promise<EvaluationInput | undefined> => {
  const uris = await channelUris(backend, jobName);
  const [examples, bucket] = await Promise.all([listExamples(), defaultBucket(backend)]);
  return examples
    .flatMap((example) =>
      exampleSizes.map((size) => placeExample(example, { bucket, region: backend.region, size })),
    )
    .find(({ channels }) => channels.some(({ s3Uri }) => uris.has(withoutSlash(s3Uri))))?.evaluation;
};

const channelUris = async (backend: Backend, jobName: string): Promise<Set<string>> => {
  try {
    const { channels } = await describeTrainingJob(backend, jobName);
    return new Set(channels.flatMap(({ s3Uri }) => (s3Uri === undefined ? [] : [withoutSlash(s3Uri)])));
  } catch (error) {
    // The job's record may be deleted: the form then begins empty.
    if (isNotFound(error)) return new Set();
    throw error;
  }
};

const withoutSlash = (uri: string) => uri.replace(/\/+$/, '');
