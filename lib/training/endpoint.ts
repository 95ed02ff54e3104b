/**
 * A hosted model in the domain's words. Times are milliseconds since the epoch. Statuses are strings, because
 * AWS may add some; a member that is absent was not given.
 */
export interface Endpoint extends EndpointSummary {
  configName?: string;
  failureReason?: string;
  variants: EndpointVariant[];
}

export interface EndpointSummary {
  name: string;
  arn: string;
  status: string;
  createdAt: number;
  lastModifiedAt?: number;
}

/** A production variant, with what its configuration and its model say, where they could be read. */
export interface EndpointVariant {
  name: string;
  modelName?: string;
  instanceType?: string;
  /** Instances running now; the configured number while there is none yet. */
  instanceCount?: number;
  /** Then it has no instances: memory in MB, invocations at a time. */
  serverless?: { memoryMb: number; maxConcurrency: number };
  weight?: number;
}

/** A model that endpoints serve. */
export interface HostedModel {
  name: string;
  arn: string;
  createdAt: number;
  image?: string;
  /** S3 URI of model.tar.gz as it was trained. */
  artifactS3Uri?: string;
  /** Of what is served: that, or a copy with its code in it. */
  archiveS3Uri?: string;
  environment: Record<string, string>;
  roleArn?: string;
}
