import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { AwsError } from '../../core/aws-error';
import { writeRestJsonError } from '../../wire/json-protocol';
import { readBody } from '../../wire/request-body';
import type { RestService } from '../../wire/service';
import type { AsyncInvocation, ServingEngine } from '../../engine/serving/serving-engine';
import { readS3Uri } from '../../core/s3-uri';
import { readAsyncHeaders } from './async-headers';
import { readInvocationHeaders } from './invocation-headers';

/** InvokeEndpoint takes up to 25 MB for real-time inference. */
const payloadLimit = 25 * 1024 * 1024;
/** InvokeEndpointAsync takes so much without S3. */
const inlineLimit = 128_000;
const invocationPath = /^\/endpoints\/([^/]+)\/(async-)?invocations\/?$/;

/**
 * https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_runtime_InvokeEndpoint.html
 * https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_runtime_InvokeEndpointAsync.html
 */
export const createRuntimeService = ({ serving }: { serving: ServingEngine }): RestService => ({
  name: 'sagemaker-runtime',
  claims: (request, path) => request.method === 'POST' && invocationPath.test(path),
  handle: (request, response) =>
    isAsync(request.url ?? '') ? invokeAsync(serving, request, response) : invoke(serving, request, response),
  renderError: writeRestJsonError,
});

const invoke = async (serving: ServingEngine, request: IncomingMessage, response: ServerResponse) => {
  const endpointName = endpointNameOf(request.url ?? '');
  const { accept, customAttributes, targetVariant, contentType } = readInvocationHeaders(request.headers);
  const reply = await serving.invoke(
    endpointName,
    {
      body: await readPayload(request, payloadLimit),
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
};

const invokeAsync = async (serving: ServingEngine, request: IncomingMessage, response: ServerResponse) => {
  const endpointName = endpointNameOf(request.url ?? '');
  const {
    inferenceId = randomUUID(),
    inputLocation,
    contentType,
    ...said
  } = readAsyncHeaders(request.headers);
  const body = await readPayload(request, inlineLimit);
  const places = serving.invokeAsync(endpointName, {
    ...said,
    inferenceId,
    contentType: contentType ?? 'application/octet-stream',
    input: inputOf(inputLocation, body),
  });
  const answer = JSON.stringify({ InferenceId: inferenceId });
  response.writeHead(202, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(answer),
    'x-amzn-sagemaker-outputlocation': asHeader(places.output),
    ...(places.failure !== undefined && { 'x-amzn-sagemaker-failurelocation': asHeader(places.failure) }),
  });
  response.end(answer);
};

/** A header holds ASCII only. */
const asHeader = (uri: string): string => (/^[\x20-\x7e]*$/.test(uri) ? uri : encodeURI(uri));

/** Exactly one of the two. */
const inputOf = (location: string | undefined, body: Buffer): AsyncInvocation['input'] => {
  if ((location === undefined) === (body.length === 0))
    throw validation('Exactly one of InputLocation and Body must be given.');
  if (location === undefined) return { inlineBase64: body.toString('base64') };
  const place = readS3Uri(location);
  if (place && place.key !== '') return place;
  throw validation(`InputLocation must name an object of S3, not "${location.slice(0, 200)}".`);
};

const isAsync = (url: string): boolean => invocationPath.exec(url.split('?', 1)[0] ?? '')?.[2] !== undefined;

const endpointNameOf = (url: string): string => {
  const encoded = invocationPath.exec(url.split('?', 1)[0] ?? '')?.[1] ?? '';
  let name: string;
  try {
    name = decodeURIComponent(encoded);
  } catch {
    // It is refused below as it was sent.
    name = encoded;
  }
  if (/^[a-zA-Z0-9](-*[a-zA-Z0-9])*$/.test(name) && name.length <= 63) return name;
  throw validation(
    `1 validation error detected: Value '${name.slice(0, 200)}' at 'endpointName' failed to satisfy constraint: ` +
      'Member must satisfy regular expression pattern: ^[a-zA-Z0-9](-*[a-zA-Z0-9])*',
  );
};

const readPayload = async (request: IncomingMessage, limit: number): Promise<Buffer> => {
  try {
    return await readBody(request, limit);
  } catch (error) {
    if (!(error instanceof AwsError) || error.code !== 'RequestEntityTooLarge') throw error;
    throw validation(
      `1 validation error detected: Value at 'body' failed to satisfy constraint: ` +
        `Member must have length less than or equal to ${limit}`,
    );
  }
};

const validation = (message: string) => new AwsError('ValidationError', message);
