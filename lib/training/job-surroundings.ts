/**
 * What surrounds the container of a launch: its network, its keys, its retries, a warm pool, and the command that it
 * runs. Each is absent or empty where SageMaker's default is wanted. Patterns and limits are CreateTrainingJob's
 * (https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateTrainingJob.html).
 */
import { z } from 'zod';
import { areUnique } from './are-unique';
import { formatDuration } from './format';
import { atMost, duration, onOneLine, oneLine } from './launch-text';

const idsOf = (kind: 'subnet' | 'sg', what: string, max: number) =>
  z
    .array(
      z
        .string()
        .trim()
        .max(32, atMost(32))
        .regex(new RegExp(`^${kind}-[0-9a-zA-Z-]+$`), `Give the id of a ${what}, such as ${kind}-0123abcd.`),
    )
    .max(max, `SageMaker takes ${max} at most.`)
    .refine(areUnique, 'One is there twice.')
    .optional();

const words = z
  .array(z.string().max(256, atMost(256)).regex(oneLine, onOneLine))
  .max(100, 'SageMaker takes 100 at most.')
  .optional();

/** What is typed, or nothing. */
const orNothing = <Value>(schema: z.ZodType<Value>) =>
  z.preprocess(
    (value) => (typeof value === 'string' && value.trim() === '' ? undefined : value),
    schema.optional(),
  );
const fewTimes = 'Give a whole number from 1 to 30, or nothing.';
export const maxWarmPoolSeconds = 21_600;

const keyId = /^(?:mrk-[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i;
const keyArn = /^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/[0-9a-zA-Z-]+$/;
const aliasOrArn = /^(?:arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:)?alias\/[a-zA-Z0-9/_-]+$/;
const isKey = (text: string) => text === '' || keyId.test(text) || keyArn.test(text);

const kmsKey = z.string().trim().max(2048, atMost(2048));

export const surroundingsShape = {
  subnets: idsOf('subnet', 'subnet', 16),
  securityGroupIds: idsOf('sg', 'security group', 5),
  networkIsolation: z.boolean().optional(),
  trafficEncryption: z.boolean().optional(),
  /** For what the job writes to S3. */
  outputKmsKey: kmsKey
    .refine(
      (text) => isKey(text) || aliasOrArn.test(text),
      'Give the key’s id, its ARN, or an alias such as alias/training.',
    )
    .optional(),
  /** For the instances' volumes. */
  volumeKmsKey: kmsKey
    .refine(isKey, 'Give the key’s id or its ARN: SageMaker takes no alias for volumes.')
    .optional(),
  retryAttempts: orNothing(z.coerce.number(fewTimes).int(fewTimes).min(1, fewTimes).max(30, fewTimes)),
  /** For which the instances are kept after the job. */
  warmPoolSeconds: orNothing(
    duration(maxWarmPoolSeconds, `Give ${formatDuration(maxWarmPoolSeconds)} at most.`),
  ),
  containerEntrypoint: words,
  containerArguments: words,
};

export type Surroundings = z.output<z.ZodObject<typeof surroundingsShape>>;

/** The members of CreateTrainingJob that they make, each beside those that a launch has anyway. */
export interface SurroundingMembers {
  root: {
    VpcConfig?: { Subnets: string[]; SecurityGroupIds: string[] };
    EnableNetworkIsolation?: true;
    EnableInterContainerTrafficEncryption?: true;
    RetryStrategy?: { MaximumRetryAttempts: number };
  };
  algorithm: { ContainerEntrypoint?: string[]; ContainerArguments?: string[] };
  output: { KmsKeyId?: string };
  resources: { VolumeKmsKeyId?: string; KeepAlivePeriodInSeconds?: number };
}

export const surroundingMembers = (input: Surroundings): SurroundingMembers => {
  const { subnets = [], securityGroupIds = [] } = input;
  const { containerEntrypoint = [], containerArguments = [] } = input;
  const isInVpc = subnets.length > 0 || securityGroupIds.length > 0;
  return {
    root: {
      ...(isInVpc && { VpcConfig: { SecurityGroupIds: securityGroupIds, Subnets: subnets } }),
      ...(input.networkIsolation && { EnableNetworkIsolation: true as const }),
      ...(input.trafficEncryption && { EnableInterContainerTrafficEncryption: true as const }),
      ...(input.retryAttempts !== undefined && {
        RetryStrategy: { MaximumRetryAttempts: input.retryAttempts },
      }),
    },
    algorithm: {
      ...(containerEntrypoint.length > 0 && { ContainerEntrypoint: containerEntrypoint }),
      ...(containerArguments.length > 0 && { ContainerArguments: containerArguments }),
    },
    output: { ...(input.outputKmsKey && { KmsKeyId: input.outputKmsKey }) },
    resources: {
      ...(input.volumeKmsKey && { VolumeKmsKeyId: input.volumeKmsKey }),
      ...(input.warmPoolSeconds !== undefined && { KeepAlivePeriodInSeconds: input.warmPoolSeconds }),
    },
  };
};
