import 'server-only';
import { InvokeEndpointCommand } from '@aws-sdk/client-sagemaker-runtime';
import { type Backend } from './backends';
import { getClients } from './clients';
import { translating } from './translate-error';

export interface Invocation {
  body: Uint8Array | string;
  contentType: string;
  accept?: string;
  signal?: AbortSignal;
}

/** Sends one request to an endpoint's model. @throws {SpotdeckError} model-error, not-found … */
export const invokeEndpoint = (
  backend: Backend,
  endpointName: string,
  invocation: Invocation,
): Promise<{ body: Uint8Array; contentType?: string }> =>
  translating(backend, `invoke endpoint ${endpointName}`, async () => {
    const response = await getClients(backend).runtime.send(
      new InvokeEndpointCommand({
        EndpointName: endpointName,
        Body: invocation.body,
        ContentType: invocation.contentType,
        Accept: invocation.accept,
      }),
      { abortSignal: invocation.signal },
    );
    return {
      body: response.Body ?? new Uint8Array(),
      ...(response.ContentType === undefined ? {} : { contentType: response.ContentType }),
    };
  });
