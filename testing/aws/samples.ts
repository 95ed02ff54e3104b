import { readFile } from 'node:fs/promises';
import { type SageMakerClientConfig } from '@aws-sdk/client-sagemaker';

type RequestHandler = NonNullable<SageMakerClientConfig['requestHandler']>;

/** The text of a recorded reply, as it came over the wire. */
export const sampleText = (name: string): Promise<string> =>
  readFile(new URL(`./${name}.json`, import.meta.url), 'utf8');

/**
 * A request handler for an SDK client that answers every request with one recorded body, so that a test decodes
 * what the SDK itself makes of the wire.
 */
export const answering = (
  body: string,
  status = 200,
  headers: Record<string, string> = {},
): RequestHandler => ({
  handle: async () => ({
    response: {
      statusCode: status,
      headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-requestid': 'recorded', ...headers },
      body: new Blob([body]).stream(),
    },
  }),
  updateHttpClientConfig: () => {},
  httpHandlerConfigs: () => ({}),
});
