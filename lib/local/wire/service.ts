import type { IncomingMessage, ServerResponse } from 'node:http';

/** What a service may know of the request it answers. */
export interface RequestContext {
  requestId: string;
  /** Region from the SigV4 scope, `us-east-1` where the request names none. */
  region: string;
  /** Always the local account, `000000000000`. */
  accountId: string;
  /** Of temporary credentials. */
  sessionToken?: string;
  /** Base URL the client used, e.g. `http://127.0.0.1:9010`. */
  origin: string;
}

/** Answers one operation: parsed input in, plain output out; throws AwsError. */
export type Operation = (input: unknown, context: RequestContext) => object | Promise<object>;

/**
 * A service of RPC style (SageMaker, CloudWatch, Logs, Pricing, STS). The wire picks the protocol; the service
 * sees plain values. Timestamps in an output are Date objects: each protocol writes them its own way (JSON:
 * epoch seconds as a number with fraction; Query: ISO string). Where a wire format wants an integer (Logs:
 * epoch milliseconds), the service returns a number. In an input, timestamps arrive as the wire had them:
 * numbers (JSON) or strings (Query); `toDate` in this room reads both.
 */
export interface RpcService {
  /** Prefix of X-Amz-Target, e.g. `SageMaker`, `Logs_20140328`; none for a service that only speaks Query. */
  targetPrefix?: string;
  /** `1.0` adds the awsQuery compatibility headers that CloudWatch's clients expect. */
  jsonVersion?: '1.0' | '1.1';
  /** `Version` of the Query protocol, e.g. `2010-08-01`; none for a service that does not speak it. */
  queryVersion?: string;
  /** XML namespace of Query replies. */
  queryNamespace?: string;
  /** Operations whose own limits allow larger requests than others': in bytes, and in values of a JSON body. */
  largeInputs?: Readonly<Record<string, { maxBytes: number; maxValues: number }>>;
  /** SigV4 service names this service answers to. */
  signingNames: readonly string[];
  operations: Readonly<Record<string, Operation>>;
}

/** A service of REST style (S3, SageMaker Runtime, the control API), which reads and writes HTTP itself. */
export interface RestService {
  name: string;
  /** Whether this service answers the request; the first that says so gets it, S3 comes last. */
  claims(request: IncomingMessage, path: string): boolean;
  /** Throws AwsError; `renderError` writes it. The body is not yet read. */
  handle(request: IncomingMessage, response: ServerResponse, context: RequestContext): Promise<void>;
  renderError(error: AwsErrorLike, response: ServerResponse, context: RequestContext): void;
}

export interface AwsErrorLike {
  code: string;
  message: string;
  status: number;
  extra: Readonly<Record<string, unknown>>;
}
