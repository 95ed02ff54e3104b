import 'server-only';
import { type Backend } from '../aws/backends';
import { runsImages } from '../aws/capabilities';
import { defaultBucket } from '../aws/default-bucket';
import { listSecurityGroups, listSubnets } from '../aws/network';
import { bucketExists, listAllObjects, listObjects, parseS3Uri, s3UriOf } from '../aws/objects';
import { roleFacts } from './role-facts';
import { findRoleProblem } from './role-problem';
import { readS3Uri } from '../training/s3-uri';
import { describeTrainingJob, searchTrainingJobs } from '../aws/training-jobs';
import { reasonInShort } from '../errors/reason-in-short';
import { isNotFound } from '../errors/spotdeck-error';
import { ifOffered } from './read-or-else';
import { modelFacts } from './model-facts';
import { groupCheckpoints } from '../training-log/checkpoint-names';
import { type LaunchInput, launchInputSchema } from '../training/launch-input';
import { type Finding } from '../training/finding';
import { preflight, type PreflightFacts, type Unchecked } from '../training/preflight';
import { defineUseCase } from '../use-cases/define-use-case';

/** What was found, and by which facts: the form applies the rules to what is typed since. */
export interface Preflight {
  findings: Finding[];
  facts: PreflightFacts;
}

/**
 * Looks up what preflight's rules need and applies them. A look-up that fails leaves its fact out and is told as a
 * warning: preflight does not stand in the way.
 */
export const preflightJob = defineUseCase({
  name: 'preflight-job',
  input: launchInputSchema,
  access: 'watch',
  changes: false,
  run: async ({ backend }, input): Promise<Preflight> => {
    const facts = await gatherFacts(backend, input);
    return { findings: preflight(input, facts), facts };
  },
});

const gatherFacts = async (backend: Backend, input: LaunchInput): Promise<PreflightFacts> => {
  const unchecked: Unchecked[] = [];
  const { checkpoint } = input;
  const [nameTaken, roleProblem, channelHasObjects, checkpointWriters, checkpoints, vpcs, role] =
    await Promise.all([
      lookUp(
        unchecked,
        { field: 'name', what: 'whether the name is free', needs: 'sagemaker:DescribeTrainingJob' },
        () => isNameTaken(backend, input.name),
      ),
      lookUp(
        unchecked,
        { field: 'roleArn', what: 'whether SageMaker may assume the role', needs: 'iam:GetRole' },
        () => findRoleProblem(backend, input.roleArn),
      ),
      Promise.all(
        input.channels.map(({ name, s3Uri }, index) =>
          lookUp(
            unchecked,
            {
              field: `channels.${index}.s3Uri`,
              what: `what lies in channel ${name}`,
              needs: 's3:ListBucket',
            },
            () => hasObjects(backend, s3Uri),
          ),
        ),
      ),
      checkpoint &&
        lookUp(
          unchecked,
          {
            field: 'checkpoint.s3Uri',
            what: 'whether another job writes to the checkpoint prefix',
            needs: 'sagemaker:Search',
          },
          () => runningWriters(backend, checkpoint.s3Uri, input.name),
        ),
      checkpoint &&
        lookUp(
          unchecked,
          { field: 'checkpoint.s3Uri', what: 'the bucket of the checkpoints', needs: 's3:ListBucket' },
          () => checkpointsUnder(backend, checkpoint.s3Uri),
        ),
      findVpcs(backend, input, unchecked),
      roleFacts(backend, input, unchecked),
    ]);
  return {
    region: backend.region,
    ...modelFacts(input, backend.region),
    runsImages: runsImages(backend),
    ...(nameTaken !== undefined && { nameTaken }),
    ...(roleProblem && { roleProblem }),
    channelHasObjects,
    ...(checkpointWriters && { checkpointWriters }),
    ...checkpoints,
    ...role,
    ...(vpcs.length > 0 && { vpcs }),
    ...(unchecked.length > 0 && { unchecked }),
  };
};

/** Of a backend without VPCs nothing: a job has the network of its machine there. */
const findVpcs = async (
  backend: Backend,
  { subnets = [], securityGroupIds = [] }: LaunchInput,
  unchecked: Unchecked[],
): Promise<NonNullable<PreflightFacts['vpcs']>> => {
  if (subnets.length + securityGroupIds.length === 0) return [];
  const listed = (
    what: string,
    needs: string,
    ids: readonly string[],
    list: (place: Backend) => Promise<readonly { id: string; vpcId: string }[]>,
  ) =>
    lookUp(unchecked, { field: 'subnets', what, needs }, async () => {
      const all = ids.length === 0 ? [] : await ifOffered(() => list(backend));
      return all && ids.map((id) => ({ id, vpc: all.find((each) => each.id === id)?.vpcId ?? null }));
    });
  const found = await Promise.all([
    listed('the subnets', 'ec2:DescribeSubnets', subnets, listSubnets),
    listed('the security groups', 'ec2:DescribeSecurityGroups', securityGroupIds, listSecurityGroups),
  ]);
  return found.flatMap((each) => each ?? []);
};

const isNameTaken = async (backend: Backend, name: string): Promise<boolean> => {
  try {
    await describeTrainingJob(backend, name);
    return true;
  } catch (error) {
    if (isNotFound(error)) return false;
    throw error;
  }
};

const hasObjects = async (backend: Backend, uri: string): Promise<boolean> => {
  try {
    return (await listObjects(backend, parseS3Uri(uri), { pageSize: 1 })).objects.length > 0;
  } catch (error) {
    // A bucket that does not exist has nothing in it.
    if (isNotFound(error)) return false;
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

/** In the one form of its two, with one slash at its end. */
const asFolder = (uri: string): string => {
  const folder = `${uri.replace(/\/+$/, '')}/`;
  const location = readS3Uri(folder);
  return location === undefined ? folder : s3UriOf(location);
};

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

/**
 * The answer, or none where it could not be looked up, which is noted with its reason.
 * @param about.needs what has to be allowed, for where AWS does not say it itself
 */
const lookUp = async <Value>(
  unchecked: Unchecked[],
  { needs, ...about }: Pick<Unchecked, 'field' | 'what'> & { needs: string },
  ask: () => Promise<Value>,
): Promise<Value | undefined> => {
  try {
    return await ask();
  } catch (error) {
    unchecked.push({ ...about, why: reasonInShort(error, needs) });
    return undefined;
  }
};
