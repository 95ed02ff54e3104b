/** What services may ask of the engine that runs endpoints. */
export interface ServingEngine {
  /** Begins to serve an endpoint whose record says Creating; it becomes InService or Failed by itself. */
  start(endpointName: string): void;
  /** Ends the serving process and removes its folder. */
  remove(endpointName: string): Promise<void>;
  /**
   * Passes one invocation to the endpoint's process. Throws ModelError (with OriginalStatusCode and
   * OriginalMessage) for the container's errors, ModelNotReadyException, or ValidationError.
   */
  invoke(
    endpointName: string,
    request: { body: Buffer; contentType: string; accept?: string; customAttributes?: string },
  ): Promise<{ body: Buffer; contentType: string; customAttributes?: string; variant: string }>;
  recover(): Promise<void>;
  close(): Promise<void>;
}
