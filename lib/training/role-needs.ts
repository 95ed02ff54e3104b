/**
 * What the execution role of a launch has to be allowed, by action and resource, so that it is known before the job is.
 * https://docs.aws.amazon.com/sagemaker/latest/dg/sagemaker-roles.html (CreateTrainingJob API: Execution Role Permissions)
 */
import { partitionOf } from './aws-partitions';
import { type LaunchInput } from './launch-input';
import { readS3Uri } from './s3-uri';

/** Actions that are asked for the same resources. */
export interface RoleNeed {
  /** Path of the form field that says the resources. */
  field: string;
  /** What for, as it follows "for", e.g. `the data of the channel training`. */
  what: string;
  actions: readonly string[];
  /** ARNs of resources that there could be. */
  resources: readonly string[];
  /**
   * The same of a job that has another name, where the name is in them: what is allowed there is taken to be allowed
   * whatever the name, so that typing one asks nothing anew.
   */
  ofAnyName?: readonly string[];
}

interface Place {
  region: string;
  accountId: string;
  /** Of the training image; absent where it is not known. */
  image?: string | undefined;
}

/** Where everything that is below the key is meant, one object that there could be. */
const below = (key: string): string => (key === '' || key.endsWith('/') ? `${key}spotdeck` : key);

export const roleNeedsOf = (input: LaunchInput, { region, accountId, image }: Place): RoleNeed[] => {
  const { id: partition } = partitionOf(region);
  const s3 = `arn:${partition}:s3:::`;
  const bucketAnd = (uri: string, name = ''): { bucket: string; object: string } | undefined => {
    const location = readS3Uri(uri);
    if (location === undefined) return undefined;
    const key = name === '' ? below(location.key) : `${folder(location.key)}${name}`;
    return { bucket: `${s3}${location.bucket}`, object: `${s3}${location.bucket}/${key}` };
  };
  const needs: RoleNeed[] = [];
  const add = (field: string, what: string, actions: readonly string[], resources: readonly string[]) => {
    const ofAnyName = resources.map((resource) => namedOtherwise(resource, input.name));
    const hasName = ofAnyName.some((resource, index) => resource !== resources[index]);
    needs.push({ field, what, actions, resources, ...(hasName && { ofAnyName }) });
  };
  for (const [index, { name, s3Uri }] of input.channels.entries()) {
    const at = bucketAnd(s3Uri);
    if (at === undefined) continue;
    add(`channels.${index}.s3Uri`, `the data of channel ${name}`, ['s3:GetObject'], [at.object]);
    add(`channels.${index}.s3Uri`, `the data of channel ${name}`, ['s3:ListBucket'], [at.bucket]);
  }
  const output = bucketAnd(input.outputS3Uri, `${input.name}/output/model.tar.gz`);
  if (output) add('outputS3Uri', 'the model', ['s3:PutObject'], [output.object]);
  const checkpoints = input.checkpoint && bucketAnd(input.checkpoint.s3Uri, 'spotdeck');
  if (checkpoints) {
    add('checkpoint.s3Uri', 'the checkpoints', ['s3:GetObject', 's3:PutObject'], [checkpoints.object]);
    add('checkpoint.s3Uri', 'the checkpoints', ['s3:ListBucket'], [checkpoints.bucket]);
  }
  const group = `arn:${partition}:logs:${region}:${accountId}:log-group:/aws/sagemaker/TrainingJobs`;
  add(
    'roleArn',
    'the job’s log',
    ['logs:CreateLogStream', 'logs:PutLogEvents'],
    [`${group}:log-stream:spotdeck`],
  );
  const repository = image === undefined ? undefined : repositoryOf(image, partition);
  if (repository !== undefined) {
    add('roleArn', 'the image', ['ecr:GetAuthorizationToken'], ['*']);
    add('roleArn', 'the image', ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'], [repository]);
  }
  if ((input.subnets ?? []).length > 0)
    add(
      'subnets',
      'the network interfaces in the VPC',
      ['ec2:CreateNetworkInterface', 'ec2:DescribeSubnets'],
      ['*'],
    );
  return needs;
};

/** With another job's name in each part of the path that is this one's. */
const namedOtherwise = (arn: string, name: string): string =>
  arn
    .split('/')
    .map((part, index) => (index > 0 && part === name ? 'spotdeck' : part))
    .join('/');

const folder = (key: string): string => (key === '' || key.endsWith('/') ? key : `${key}/`);

const repositoryOf = (image: string, partition: string): string | undefined => {
  const [, account, region, name] =
    /^(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?\/([^:@]+)/.exec(image) ?? [];
  return name === undefined ? undefined : `arn:${partition}:ecr:${region}:${account}:repository/${name}`;
};

/** What a simulation says of one action on one resource. */
export interface RoleLack extends Pick<RoleNeed, 'field' | 'what'> {
  action: string;
  resource: string;
  /** A statement forbids it; else none allows it, and the resource's own policy still may. */
  isForbidden: boolean;
}
