import type { AsyncRequest } from '../../store/hosting-store';

/** What services may ask of the engine that runs endpoints. */
export interface ServingEngine {
  /** Begins to serve an endpoint whose record says Creating; it becomes InService or Failed by itself. */
  start(endpointName: string): void;
  /**
   * Begins to put in place what the record of an endpoint that is Updating has pending. What served goes on until
   * every new variant is ready; where one cannot serve, it stays, with the reason. InService follows by itself.
   */
  update(endpointName: string): void;
  /** Ends the serving processes and removes their folders. */
  remove(endpointName: string): Promise<void>;
  /**
   * Passes one invocation to the process of a variant: the one named, or the next by weight. Throws ModelError (with OriginalStatusCode and
   * OriginalMessage) for the container's errors, ModelNotReadyException, or ValidationError.
   */
  invoke(
    endpointName: string,
    request: { body: Buffer; contentType: string; accept?: string; customAttributes?: string },
    targetVariant?: string,
  ): Promise<{ body: Buffer; contentType: string; customAttributes?: string; variant: string }>;
  /**
   * Takes an invocation whose answer is put to S3, where InvokeEndpointAsync says. It is durable once this returns.
   * Throws ValidationError.
   */
  invokeAsync(endpointName: string, request: AsyncInvocation): AsyncPlaces;
  recover(): Promise<void>;
  close(): Promise<void>;
}

export interface AsyncInvocation extends Pick<
  AsyncRequest,
  'inferenceId' | 'input' | 'contentType' | 'accept' | 'customAttributes' | 'timeoutMs'
> {
  /** How long it may wait for its turn, milliseconds. */
  maxAgeMs: number;
  /** Folder below S3OutputPath, and the name of the answer there. */
  pathExtension?: string | undefined;
  fileName?: string | undefined;
}

/** S3 URIs. */
export interface AsyncPlaces {
  output: string;
  failure?: string;
}
