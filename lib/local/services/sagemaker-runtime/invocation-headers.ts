import type { IncomingHttpHeaders } from 'node:http';
import { AwsError } from '../../core/aws-error';

/** What a header of an invocation is for: a member that is passed on, or why it is taken without effect or refused. */
export interface HeaderUse {
  member: string;
  kept?: string;
  refused?: string;
}

/** The members of InvokeEndpoint that travel as headers, by the header's name. */
export const invocationHeaders: ReadonlyMap<string, HeaderUse> = new Map([
  ['accept', { member: 'Accept' }],
  ['content-type', { member: 'ContentType' }],
  ['x-amzn-sagemaker-custom-attributes', { member: 'CustomAttributes' }],
  ['x-amzn-sagemaker-target-variant', { member: 'TargetVariant' }],
  [
    'x-amzn-sagemaker-inference-id',
    { member: 'InferenceId', kept: 'nothing is captured that it could mark' },
  ],
  ['x-amzn-sagemaker-target-model', { member: 'TargetModel', refused: 'a container serves one model' }],
  [
    'x-amzn-sagemaker-target-container-hostname',
    { member: 'TargetContainerHostname', refused: 'a variant has one container' },
  ],
  [
    'x-amzn-sagemaker-enable-explanations',
    { member: 'EnableExplanations', refused: 'there is no explainer' },
  ],
  [
    'x-amzn-sagemaker-inference-component',
    { member: 'InferenceComponentName', refused: 'there are no inference components. Name a TargetVariant' },
  ],
  ['x-amzn-sagemaker-session-id', { member: 'SessionId', refused: 'there are no stateful sessions' }],
  [
    'x-amzn-sagemaker-prefix-aware-id',
    { member: 'PrefixAwareId', refused: 'a variant has one process to route to' },
  ],
]);

const maxHeaderBytes = 1024;
const variantName = /^[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}$/;

export interface InvocationHeaders {
  accept?: string | undefined;
  contentType?: string | undefined;
  customAttributes?: string | undefined;
  targetVariant?: string | undefined;
}

/**
 * Reads headers by their names, each once. Throws ValidationError for a member that is refused, that AWS may know and
 * this backend does not, or that is too long.
 */
export const headerReader = (
  headers: IncomingHttpHeaders,
  uses: ReadonlyMap<string, HeaderUse>,
): ((name: string) => string | undefined) => {
  for (const name of Object.keys(headers)) {
    const use = uses.get(name);
    if (use ? use.refused !== undefined : name.startsWith('x-amzn-sagemaker-')) {
      const why = use?.refused ?? 'it is not one of the headers that the local backend knows. Leave it out';
      throw validation(`${use?.member ?? name} is not supported by the local backend: ${why}.`);
    }
  }
  return (name) => {
    const value = [headers[name] ?? []].flat()[0];
    if (value === undefined || value.length <= maxHeaderBytes) return value;
    throw validation(
      `Value at '${name}' failed to satisfy constraint: Member must have length less than or equal to 1024`,
    );
  };
};

/** Throws ValidationError. */
export const readInvocationHeaders = (headers: IncomingHttpHeaders): InvocationHeaders => {
  const read = headerReader(headers, invocationHeaders);
  const targetVariant = read('x-amzn-sagemaker-target-variant');
  if (targetVariant !== undefined && !variantName.test(targetVariant)) {
    throw validation(
      `1 validation error detected: Value '${targetVariant}' at 'targetVariant' failed to satisfy constraint: ` +
        'Member must satisfy regular expression pattern: ^[a-zA-Z0-9](-*[a-zA-Z0-9])*',
    );
  }
  return {
    accept: read('accept'),
    contentType: read('content-type'),
    customAttributes: read('x-amzn-sagemaker-custom-attributes'),
    targetVariant,
  };
};

const validation = (message: string) => new AwsError('ValidationError', message);
