import { AwsError } from '../../core/aws-error';
import { writeRestJsonError } from '../../wire/json-protocol';
import { readBody } from '../../wire/request-body';
import type { RestService } from '../../wire/service';
import type { ServingEngine } from '../../engine/serving/serving-engine';
import { readInvocationHeaders } from './invocation-headers';

/** InvokeEndpoint takes up to 25 MB for real-time inference. */
const payloadLimit = 25 * 1024 * 1024;
const invocationPath = /^\/endpoints\/([^/]+)\/invocations\/?$/;

/** https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_runtime_InvokeEndpoint.html */
export const createRuntimeService = ({ serving }: { serving: ServingEngine }): RestService => ({
  name: 'sagemaker-runtime',
  claims: (request, path) => request.method === 'POST' && invocationPath.test(path),
  async handle(request, response) {
    const endpointName = endpointNameOf(request.url ?? '');
    const { accept, customAttributes, targetVariant, contentType } = readInvocationHeaders(request.headers);
    const reply = await serving.invoke(
      endpointName,
      {
        body: await readPayload(request),
        contentType: contentType ?? 'application/octet-stream',
        ...(accept !== undefined && { accept }),
        ...(customAttributes !== undefined && { customAttributes }),
      },
      targetVariant,
    );
    response.writeHead(200, {
      'content-type': reply.contentType,
      'content-length': reply.body.length,
      'x-amzn-invoked-production-variant': reply.variant,
      ...(reply.customAttributes !== undefined && {
        'x-amzn-sagemaker-custom-attributes': reply.customAttributes,
      }),
    });
    response.end(reply.body);
  },
  renderError: writeRestJsonError,
});

const endpointNameOf = (url: string): string => {
  const encoded = invocationPath.exec(url.split('?', 1)[0] ?? '')?.[1] ?? '';
  let name: string;
  try {
    name = decodeURIComponent(encoded);
  } catch {
    name = encoded;
  }
  if (/^[a-zA-Z0-9](-*[a-zA-Z0-9])*$/.test(name) && name.length <= 63) return name;
  throw validation(
    `1 validation error detected: Value '${name.slice(0, 200)}' at 'endpointName' failed to satisfy constraint: ` +
      'Member must satisfy regular expression pattern: ^[a-zA-Z0-9](-*[a-zA-Z0-9])*',
  );
};

const readPayload = async (request: Parameters<typeof readBody>[0]): Promise<Buffer> => {
  try {
    return await readBody(request, payloadLimit);
  } catch (error) {
    if (!(error instanceof AwsError) || error.code !== 'RequestEntityTooLarge') throw error;
    throw validation(
      `1 validation error detected: Value at 'body' failed to satisfy constraint: ` +
        `Member must have length less than or equal to ${payloadLimit}`,
    );
  }
};

const validation = (message: string) => new AwsError('ValidationError', message);
