import {
  type AsyncInferenceConfig,
  type CreateEndpointConfigInput,
  type ServerlessConfig,
} from '../core/requests/create-endpoint-config';
import { type ContainerDefinition, type CreateModelInput } from '../core/requests/create-model';

/** The durable records of hosting. Times are milliseconds since the epoch. Requests are kept as they were sent. */
export interface ModelRecord extends NamedRecord {
  request: CreateModelInput;
}

export interface EndpointConfigRecord extends NamedRecord {
  request: CreateEndpointConfigInput;
}

export interface EndpointRecord extends NamedRecord {
  configName: string;
  status: EndpointStatus;
  lastModifiedTime: number;
  /** Why it failed, or why its last update was rolled back. */
  failureReason?: string;
  /** As config and models said when the endpoint was made: both may be deleted while it serves. */
  variants: EndpointVariant[];
  /** Names the programs' folder; absent for an endpoint that an earlier version made. */
  deployment?: string;
  /** The request's DeploymentConfig, of the last deployment that had one. */
  deploymentConfig?: Record<string, unknown>;
  /** Of the config: then it is invoked by way of S3. */
  asyncInference?: AsyncInferenceConfig;
  /** What an update is about to put in place of what the config and the request said. */
  pending?: PendingDeployment;
}

export interface PendingDeployment {
  configName: string;
  variants: EndpointVariant[];
  deployment: string;
  deploymentConfig?: Record<string, unknown>;
  asyncInference?: AsyncInferenceConfig;
  startTime: number;
}

/** An invocation that was acknowledged and has no answer in S3 yet. Times are milliseconds since the epoch. */
export interface AsyncRequest {
  inferenceId: string;
  input: S3Place | { inlineBase64: string };
  output: S3Place;
  failure?: S3Place;
  contentType: string;
  accept?: string | undefined;
  customAttributes?: string | undefined;
  acceptedAt: number;
  expiresAt: number;
  /** How long the container may take. */
  timeoutMs: number;
}

export interface S3Place {
  bucket: string;
  key: string;
}

/** Durable when `add` and `remove` return. Numbers grow in order of arrival. */
export interface AsyncRequests {
  add(endpointName: string, request: AsyncRequest): number;
  /** The first one after `number`. */
  next(endpointName: string, number: number): { number: number; request: AsyncRequest } | undefined;
  count(endpointName: string): number;
  remove(number: number): void;
}

export interface NamedRecord {
  name: string;
  arn: string;
  tags: Readonly<Record<string, string>>;
  creationTime: number;
}

export type EndpointStatus = 'Creating' | 'InService' | 'Updating' | 'Failed' | 'Deleting';

export interface EndpointVariant {
  name: string;
  modelName: string;
  instanceCount: number;
  instanceType?: string;
  weight: number;
  containers: ContainerDefinition[];
  /** Then there are no instances. */
  serverless?: ServerlessConfig;
  /** How long the container may take until it answers a ping. */
  startupTimeoutSeconds?: number;
}

/** Records of one kind. Durable when `insert`, `update` and `delete` return. */
export interface NamedRecords<Stored> {
  /** Throws ValidationException, with AWS's text, if the name is taken; names that differ in case alone are one. */
  insert(record: Stored): void;
  /** By the exact name. */
  get(name: string): Stored | undefined;
  /** ARNs hold the name in lower case. */
  byArn(arn: string): Stored | undefined;
  /** Reads, changes and writes in one transaction; undefined if there is no such record. */
  update(name: string, change: (record: Stored) => void): Stored | undefined;
  delete(name: string): void;
  /** In order of creation, read as they are asked for: others may change them between two of them. */
  all(): IterableIterator<Stored>;
}

export interface HostingStore {
  models: NamedRecords<ModelRecord>;
  endpointConfigs: NamedRecords<EndpointConfigRecord>;
  endpoints: NamedRecords<EndpointRecord>;
  asyncRequests: AsyncRequests;
}
