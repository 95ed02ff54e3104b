/** Facts are of the values that they were looked up for: of others they say nothing. */
import { type LaunchInput } from './launch-input';
import { type PreflightFacts } from './preflight';

/** What was looked up, and for which values. */
export interface LookedUp {
  input: LaunchInput;
  facts: PreflightFacts;
}

/** The facts that still hold for the values as they are now. */
export const standingFacts = ({ input: asked, facts }: LookedUp, now: LaunchInput): PreflightFacts => {
  const sameName = asked.name === now.name;
  const samePrefix = asked.checkpoint?.s3Uri === now.checkpoint?.s3Uri;
  const unchecked = facts.unchecked?.filter(({ field }) => textAt(asked, field) === textAt(now, field));
  return {
    region: facts.region,
    ...(facts.runsImages !== undefined && { runsImages: facts.runsImages }),
    ...(sameName && facts.nameTaken !== undefined && { nameTaken: facts.nameTaken }),
    ...(asked.roleArn === now.roleArn && facts.roleProblem && { roleProblem: facts.roleProblem }),
    ...(asked.roleArn === now.roleArn && facts.passRole && { passRole: facts.passRole }),
    ...(asked.roleArn === now.roleArn &&
      facts.roleLacks && {
        roleLacks: facts.roleLacks.filter(({ field }) => textAt(asked, field) === textAt(now, field)),
      }),
    ...(modelValues(asked) === modelValues(now) && {
      ...(facts.refusedByModel && { refusedByModel: facts.refusedByModel }),
      ...(facts.isUnknownType !== undefined && { isUnknownType: facts.isUnknownType }),
    }),
    channelHasObjects: now.channels.map(
      ({ s3Uri }) => facts.channelHasObjects?.[asked.channels.findIndex((each) => each.s3Uri === s3Uri)],
    ),
    ...(facts.vpcs && { vpcs: facts.vpcs }),
    // A job is not in its own way: under another name the writers are others.
    ...(samePrefix && sameName && facts.checkpointWriters && { checkpointWriters: facts.checkpointWriters }),
    ...(samePrefix && prefixFacts(facts)),
    ...(unchecked && unchecked.length > 0 && { unchecked }),
  };
};

const prefixFacts = ({
  checkpointBucketMissing,
  checkpointFiles,
  newestCheckpointEpoch,
}: PreflightFacts) => ({
  ...(checkpointBucketMissing !== undefined && { checkpointBucketMissing }),
  ...(checkpointFiles !== undefined && { checkpointFiles }),
  ...(newestCheckpointEpoch !== undefined && { newestCheckpointEpoch }),
});

/** What is looked up, as text: while it is the same, the facts about it stand. */
export const lookedUpValues = (input: LaunchInput): string => {
  const { name, channels, checkpoint, roleArn } = input;
  const uris = channels.map(({ name: channel, s3Uri }) => [channel, s3Uri]);
  const vpc = [input.subnets ?? [], input.securityGroupIds ?? []];
  return JSON.stringify([
    ...[name, uris, checkpoint?.s3Uri, roleArn, vpc, modelValues(input)],
    ...[input.outputS3Uri, input.image],
  ]);
};

/** What is held against AWS's model. */
const modelValues = ({ further = '', instanceType }: LaunchInput): string =>
  JSON.stringify([further.trim(), instanceType]);

/** What stands in a field that is looked up. @param path e.g. `channels.0.s3Uri` */
const textAt = (input: LaunchInput, path: string): string | undefined => {
  const { name, channels, checkpoint, roleArn, subnets, securityGroupIds } = input;
  const [, row] = /^channels\.(\d+)\./.exec(path) ?? [];
  if (row !== undefined) return channels[Number(row)]?.s3Uri;
  if (path === 'roleArn') return roleArn;
  if (path === 'outputS3Uri') return `${input.outputS3Uri} ${name}`;
  if (path === 'subnets') return JSON.stringify([subnets, securityGroupIds]);
  return path === 'name' ? name : checkpoint?.s3Uri;
};
