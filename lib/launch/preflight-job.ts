import 'server-only';
import { type Backend } from '../aws/backends';
import { runsImages } from '../aws/capabilities';
import { defaultBucket } from '../aws/default-bucket';
import { bucketExists, listAllObjects, listObjects, parseS3Uri } from '../aws/objects';
import { describeTrainingJob, searchTrainingJobs } from '../aws/training-jobs';
import { isSpotdeckError } from '../errors/spotdeck-error';
import { groupCheckpoints } from '../training-log/checkpoint-names';
import { type LaunchInput, launchInputSchema } from '../training/launch-input';
import { preflight, type PreflightFacts } from '../training/preflight';
import { defineUseCase } from '../use-cases/define-use-case';

/**
 * Looks up what preflight's rules need and applies them. A look-up that fails leaves its fact out: preflight warns,
 * it does not stand in the way.
 */
export const preflightJob = defineUseCase({
  name: 'preflight-job',
  input: launchInputSchema,
  access: 'watch',
  changes: false,
  run: async ({ backend }, input) => preflight(input, await gatherFacts(backend, input)),
});

const gatherFacts = async (backend: Backend, input: LaunchInput): Promise<PreflightFacts> => {
  const [nameTaken, channelHasObjects, checkpointWriters, checkpoints] = await Promise.all([
    isNameTaken(backend, input.name),
    Promise.all(input.channels.map(({ s3Uri }) => known(() => hasObjects(backend, s3Uri)))),
    input.checkpoint && known(() => runningWriters(backend, input.checkpoint!.s3Uri, input.name)),
    input.checkpoint && known(() => checkpointsUnder(backend, input.checkpoint!.s3Uri)),
  ]);
  return {
    region: backend.region,
    runsImages: runsImages(backend),
    ...(nameTaken !== undefined && { nameTaken }),
    channelHasObjects,
    ...(checkpointWriters && { checkpointWriters }),
    ...checkpoints,
  };
};

const isNameTaken = async (backend: Backend, name: string): Promise<boolean | undefined> => {
  try {
    await describeTrainingJob(backend, name);
    return true;
  } catch (error) {
    return isSpotdeckError(error) && error.code === 'not-found' ? false : undefined;
  }
};

const hasObjects = async (backend: Backend, uri: string): Promise<boolean> => {
  try {
    return (await listObjects(backend, parseS3Uri(uri), { pageSize: 1 })).objects.length > 0;
  } catch (error) {
    // A bucket that does not exist has nothing in it.
    if (isSpotdeckError(error) && error.code === 'not-found') return false;
    throw error;
  }
};

/** Running jobs whose checkpoint prefix is this one, or contains it, or lies in it. */
const runningWriters = async (backend: Backend, uri: string, name: string): Promise<string[]> => {
  const { jobs } = await searchTrainingJobs(backend, {
    filters: [{ name: 'TrainingJobStatus', operator: 'In', value: 'InProgress,Stopping' }],
    pageSize: 100,
  });
  const wanted = asFolder(uri);
  return jobs
    .filter((job) => job.name !== name && job.checkpoint !== undefined)
    .filter((job) => {
      const theirs = asFolder(job.checkpoint!.s3Uri);
      return theirs.startsWith(wanted) || wanted.startsWith(theirs);
    })
    .map((job) => job.name);
};

const asFolder = (uri: string): string => `${uri.replace(/\/+$/, '')}/`;

const checkpointsUnder = async (
  backend: Backend,
  uri: string,
): Promise<Pick<PreflightFacts, 'checkpointBucketMissing' | 'checkpointFiles' | 'newestCheckpointEpoch'>> => {
  const location = parseS3Uri(asFolder(uri));
  if (!(await bucketExists(backend, location.bucket))) {
    // The default bucket is made by the launch itself.
    return { checkpointBucketMissing: location.bucket !== (await defaultBucket(backend)) };
  }
  const { objects: files } = await listAllObjects(backend, location);
  const names = files.map(({ key }) => key.slice(location.key.length));
  // A bare number may be of a step, but only of an epoch is there anything to say.
  const epochs = groupCheckpoints(names).checkpoints.flatMap(({ epoch, bare }) => epoch ?? bare ?? []);
  return {
    checkpointFiles: files.length,
    ...(epochs.length > 0 && { newestCheckpointEpoch: Math.max(...epochs) }),
  };
};

const known = async <Value>(ask: () => Promise<Value>): Promise<Value | undefined> => {
  try {
    return await ask();
  } catch (error) {
    console.warn('preflight could not look something up:', error);
    return undefined;
  }
};
