import { AwsError } from '../../core/aws-error';
import { type ServingEngine } from './serving-engine';
import { callContainer, type ContainerReply, ContainerSilent, isGone } from './container-http';
import { endpointLogGroup, type ServedVariant } from './served-variant';

export type InvocationRequest = Parameters<ServingEngine['invoke']>[1];

/** SageMaker's limits: a container answers within 60 seconds, 25 MB either way; a serverless one takes 4 MB. */
export const invocationTimeoutMs = 60_000;
export const payloadLimit = 25 * 1024 * 1024;
export const serverlessPayloadLimit = 4 * 1024 * 1024;

export const customAttributesHeader = 'x-amzn-sagemaker-custom-attributes';
const consoleUrl =
  'https://us-east-1.console.aws.amazon.com/cloudwatch/home?region=us-east-1#logEventViewer:group=';
const account = '000000000000';

/**
 * Passes one invocation to the program at `port`. Throws ModelError as InvokeEndpoint does for a container's
 * error, with status 0 where it gave no answer; ContainerSilent where the program did not listen, so that it has
 * seen nothing of the request.
 */
export const passThrough = async (
  endpointName: string,
  served: ServedVariant,
  port: number,
  request: InvocationRequest,
  timeoutMs: number,
): Promise<ContainerReply> => {
  const fail = (status: number, text: string) => modelError(endpointName, served.logStream, status, text);
  let reply: ContainerReply;
  try {
    reply = await callContainer({
      port,
      method: 'POST',
      path: '/invocations',
      headers: {
        'content-type': request.contentType,
        ...(request.accept !== undefined && { accept: request.accept }),
        ...(request.customAttributes !== undefined && { [customAttributesHeader]: request.customAttributes }),
      },
      body: request.body,
      timeoutMs,
      limit: payloadLimit,
    });
  } catch (error) {
    if (!(error instanceof ContainerSilent)) throw error;
    if (error.kind === 'refused') throw error;
    // Settled before the answer: a caller that is told of a death must not meet the dying program again.
    if (error.kind === 'lost' && (await isGone(port))) served.lost(port);
    throw fail(0, error.kind === 'timeout' ? noAnswer : error.message);
  }
  if (reply.status >= 400) throw fail(reply.status, reply.body.toString('utf8'));
  return reply;
};

export const noAnswer =
  'Your invocation timed out while waiting for a response from container primary. Review the latency metrics for ' +
  'each container in Amazon CloudWatch, resolve the issue, and try again.';

/** Of a container's error; status 0 where it gave no answer. */
export const modelError = (
  endpointName: string,
  logStream: string,
  status: number,
  text: string,
): AwsError => {
  const side = status >= 400 && status < 500 ? 'client' : 'server';
  const group = endpointLogGroup(endpointName);
  return new AwsError(
    'ModelError',
    `Received ${side} error (${status}) from primary with message "${text}". ` +
      `See ${consoleUrl}${group} in account ${account} for more information.`,
    {
      OriginalStatusCode: status,
      OriginalMessage: text,
      LogStreamArn: `arn:aws:logs:us-east-1:${account}:log-group:${group}:log-stream:${logStream}`,
    },
  );
};

/** The parts of a reply that InvokeEndpoint hands on. */
export const handOn = (
  reply: ContainerReply,
  variant: string,
): Awaited<ReturnType<ServingEngine['invoke']>> => {
  const header = (name: string): string | undefined => [reply.headers[name] ?? []].flat()[0];
  const customAttributes = header(customAttributesHeader);
  return {
    body: reply.body,
    contentType: header('content-type') ?? 'application/octet-stream',
    ...(customAttributes !== undefined && { customAttributes }),
    variant,
  };
};
