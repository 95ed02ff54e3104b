import { type InstanceGroup } from './fleet';

/**
 * A training job in the domain's words. Times are milliseconds since the epoch, durations seconds. A member that
 * is absent was not given by SageMaker: it is unknown, never zero. Statuses are strings, because AWS may add some.
 */
export interface TrainingJob {
  name: string;
  arn: string;
  status: string;
  secondaryStatus: string;
  createdAt: number;
  lastModifiedAt?: number;
  trainingStartedAt?: number;
  trainingEndedAt?: number;
  transitions: Transition[];
  spot: boolean;
  maxRuntimeSeconds?: number;
  maxWaitSeconds?: number;
  trainingSeconds?: number;
  billableSeconds?: number;
  /** Of a job with instance groups of several types: the name of them all (fleet.ts), as one type. */
  instanceType?: string;
  /** Of all groups together. */
  instanceCount?: number;
  /** Given where the job was created with groups instead of a type. */
  instanceGroups?: InstanceGroup[];
  volumeSizeGb?: number;
  trainingImage?: string;
  algorithmName?: string;
  trainingInputMode?: string;
  /** As sent: script-mode values are JSON-encoded strings. */
  hyperparameters: Record<string, string>;
  environment: Record<string, string>;
  channels: Channel[];
  checkpoint?: { s3Uri: string; localPath?: string };
  outputS3Uri?: string;
  modelArtifactS3Uri?: string;
  roleArn?: string;
  /** Absent where the job was in no VPC of its account. */
  vpc?: { securityGroupIds: string[]; subnets: string[] };
  /** Its containers had no network. */
  networkIsolation?: true;
  /** What its output is encrypted with; absent where that is the bucket's affair. */
  outputKmsKey?: string;
  failureReason?: string;
  metricDefinitions: MetricDefinition[];
  finalMetrics: { name: string; value: number; at?: number }[];
  /** Known only from Search or ListTags. */
  tags?: Record<string, string>;
  /** What launched it in the account's name, where SageMaker says so; launched-by.ts reads these and the tags. */
  tuningJobArn?: string;
  autoMlJobArn?: string;
  labelingJobArn?: string;
  /** It has no instances of its own: SageMaker picks them. Search tells that alone, Describe the members. */
  serverless?: ServerlessJob;
  /** Seen then to be no longer in the account, ms since the epoch; all else is as it was known last. */
  goneAt?: number;
}

export interface ServerlessJob {
  /** Such as FineTuning or Evaluation. */
  jobType?: string;
  /** Such as SFT or DPO. */
  technique?: string;
  baseModelArn?: string;
}

/** One entry of SecondaryStatusTransitions. */
export interface Transition {
  status: string;
  startedAt: number;
  endedAt?: number;
  message?: string;
}

export interface Channel {
  name: string;
  s3Uri?: string;
  dataType?: string;
  inputMode?: string;
  contentType?: string;
}

export interface MetricDefinition {
  name: string;
  regex: string;
}
