import { type ErrorCode } from '../errors/action-result';
import { isSpotdeckError, SpotdeckError } from '../errors/spotdeck-error';
import { type Backend } from './backends';
import { isUnreachable, readAwsError } from './read-aws-error';
import { remedyOfDenial } from './remedy-of-denial';

type Place = Pick<Backend, 'endpoint' | 'region'>;

/**
 * Turns whatever an SDK call throws into one error of the closed set, with a sentence that says what failed and
 * what to do. The only place that knows AWS's error names; AWS's own text is quoted where it helps the reader.
 * @param action what was being done, as it follows "could not", e.g. `describe training job mnist-1`.
 */
export const translateAwsError = (error: unknown, backend: Place, action: string): SpotdeckError => {
  if (isSpotdeckError(error)) return error;
  const read = readAwsError(error);
  const { name, message, status, service = 'AWS' } = read;
  const fail = (as: ErrorCode, sentence: string) =>
    new SpotdeckError(as, sentence, undefined, { cause: error });
  const could = `Could not ${action}`;

  if (isUnreachable(read)) {
    return backend.endpoint === undefined
      ? fail(
          'unreachable',
          `${could}: ${service} in ${backend.region} does not answer (${read.code ?? name}). Check this machine's network, or AWS's health.`,
        )
      : fail(
          'unreachable',
          `The local backend at ${backend.endpoint} does not answer. Start it with npm start or npx spotdeck.`,
        );
  }
  if (missingCredentials.has(name)) {
    return fail(
      'no-credentials',
      `${could}: there are no usable AWS credentials (${sentenceOf(message)}). Run \`aws sso login\` or \`aws configure\`, then try again.`,
    );
  }
  if (name === 'ModelError' || name === 'ModelNotReadyException') {
    return fail(
      'model-error',
      `${could}: the model's container answered with an error. ${sentenceOf(message)}.`,
    );
  }
  if (throttling.has(name) || status === 429) {
    return fail('throttled', `${could}: AWS is limiting the rate of requests. Try again in a few seconds.`);
  }
  if (denied.has(name) || status === 403) {
    return fail('access-denied', `${could}: access was denied${said(message)}. ${remedyOfDenial(message)}`);
  }
  if (
    name === 'ResourceInUse' ||
    name === 'ResourceInUseException' ||
    /must be unique|already existing/.test(message)
  ) {
    return /must be unique|already exist/.test(message)
      ? fail('name-taken', `${could}: that name is taken (${sentenceOf(message)}). Choose another name.`)
      : fail('conflict', `${could}: it is in use (${sentenceOf(message)}).`);
  }
  if (name === 'ResourceLimitExceeded' || name === 'LimitExceededException') {
    return fail('quota', `${could}: an account quota does not allow it. ${sentenceOf(message)}.`);
  }
  if (missing.has(name) || (status === 404 && name !== 'InvalidAction') || missingText.test(message)) {
    return fail('not-found', `${could}: it does not exist${said(message)}.`);
  }
  if (/in status|PreconditionFailed|OperationAborted|BucketNotEmpty/.test(`${message} ${name}`)) {
    return fail('conflict', `${could}: ${sentenceOf(message)}.`);
  }
  if (unsupported.has(name) || status === 501) {
    return fail('unsupported', `${could}: this backend does not offer that. ${sentenceOf(message)}.`);
  }
  if (status !== undefined && status >= 400 && status < 500) {
    return fail('invalid-input', `${could}: ${sentenceOf(message || name)}.`);
  }
  if (status !== undefined && status >= 500) {
    const id = read.requestId === undefined ? '' : `, request ${read.requestId}`;
    const where = backend.endpoint === undefined ? `in ${backend.region}` : `at ${backend.endpoint}`;
    // Of a backend of one's own the words tell what to do: of a full disk, say. AWS's are of its inside.
    const words = backend.endpoint === undefined || wordless.test(message) ? '' : ` ${sentenceOf(message)}.`;
    return fail(
      'service-fault',
      `${could}: ${service} ${where} failed by itself (${status} ${name}${id}).${words || ' Try again in a while.'}`,
    );
  }
  return fail('internal', `${could}.`);
};

const missingCredentials = new Set([
  'CredentialsProviderError',
  'ExpiredToken',
  'ExpiredTokenException',
  'InvalidClientTokenId',
  'UnrecognizedClientException',
  'InvalidAccessKeyId',
  'SignatureDoesNotMatch',
  'InvalidSignatureException',
]);
const throttling = new Set([
  'Throttling',
  'ThrottlingException',
  'ThrottledException',
  'TooManyRequestsException',
  'RequestLimitExceeded',
  'SlowDown',
]);
const denied = new Set(['AccessDenied', 'AccessDeniedException', 'UnauthorizedOperation', 'NotAuthorized']);
const missing = new Set([
  'ResourceNotFound',
  'ResourceNotFoundException',
  'NoSuchKey',
  'NoSuchBucket',
  'NoSuchUpload',
  'NotFound',
]);
const wordless = /^(UnknownError|NotFound|Forbidden|403|Unknown)?$/;
const missingText = /^(Requested resource not found|Could not find|Endpoint .* not found)/;
const unsupported = new Set([
  'UnknownOperationException',
  'InvalidAction',
  'NotImplemented',
  'UnsupportedOperation',
  'UnsupportedOperationException',
]);

/** The answer to a HEAD has no body, and the SDK then has no words of its own. */
const said = (message: string): string => (wordless.test(message) ? '' : ` (${sentenceOf(message)})`);

const sentenceOf = (message: string): string => message.trim().replace(/\.+$/, '');

/** Runs an SDK call; whatever it throws comes out as a SpotdeckError. */
export const translating = async <Value>(
  backend: Place,
  action: string,
  call: () => Promise<Value>,
): Promise<Value> => {
  try {
    return await call();
  } catch (error) {
    throw translateAwsError(error, backend, action);
  }
};
