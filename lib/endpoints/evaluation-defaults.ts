import 'server-only';
import { getBackend } from '../aws/backends';
import { describeTrainingJob } from '../aws/training-jobs';
import { isSpotdeckError } from '../errors/spotdeck-error';
import { type EvaluationInput } from '../training/evaluation';
import { listExamples } from '../source/list-examples';

/** The test set of the example that shares a channel with the job; undefined where none does. */
export const evaluationDefaults = async (
  slug: string,
  jobName: string | undefined,
): Promise<EvaluationInput | undefined> => {
  if (jobName === undefined) return undefined;
  const uris = await channelUris(slug, jobName);
  const examples = await listExamples();
  return examples.find(({ channels }) => channels.some(({ s3Uri }) => uris.has(withoutSlash(s3Uri))))
    ?.evaluation;
};

const channelUris = async (slug: string, jobName: string): Promise<Set<string>> => {
  try {
    const { channels } = await describeTrainingJob(getBackend(slug), jobName);
    return new Set(channels.flatMap(({ s3Uri }) => (s3Uri === undefined ? [] : [withoutSlash(s3Uri)])));
  } catch (error) {
    // The job's record may be deleted: the form then begins empty.
    if (isSpotdeckError(error) && error.code === 'not-found') return new Set();
    throw error;
  }
};

const withoutSlash = (uri: string) => uri.replace(/\/+$/, '');
