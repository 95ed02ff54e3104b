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
  recover(): Promise<void>;
  close(): Promise<void>;
}
