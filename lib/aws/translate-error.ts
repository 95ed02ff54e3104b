import { type ErrorCode } from '../errors/action-result';
import { isSpotdeckError, SpotdeckError } from '../errors/spotdeck-error';
import { type Backend } from './backends';

type Place = Pick<Backend, 'endpoint' | 'region'>;

/**
 * Turns whatever an SDK call throws into one error of the closed set, with a sentence that says what failed and
 * what to do. The only place that knows AWS's error names; AWS's own text is quoted where it helps the reader.
 * @param action what was being done, as it follows "could not", e.g. `describe training job mnist-1`.
 */
export const translateAwsError = (error: unknown, backend: Place, action: string): SpotdeckError => {
  if (isSpotdeckError(error)) return error;
  const { name, message, status, code } = readError(error);
  const fail = (as: ErrorCode, sentence: string) =>
    new SpotdeckError(as, sentence, undefined, { cause: error });
  const could = `Could not ${action}`;

  if (isUnreachable(name, code, message)) {
    return backend.endpoint === undefined
      ? fail(
          'unreachable',
          `${could}: AWS in ${backend.region} does not answer. Check this machine's network.`,
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
    const grant = /perform: ([a-zA-Z0-9-]+:[A-Za-z0-9*]+)/.exec(message)?.[1];
    const remedy = grant
      ? `Allow ${grant} in the policy of the identity Spotdeck runs as.`
      : 'Check the policy of the identity Spotdeck runs as.';
    return fail('access-denied', `${could}: access was denied (${sentenceOf(message)}). ${remedy}`);
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
    // The answer to a HEAD has no body, and the SDK then has no words of its own.
    const said = wordless.test(message) ? '' : ` (${sentenceOf(message)})`;
    return fail('not-found', `${could}: it does not exist${said}.`);
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
  // A full disk of the local backend, say: its words tell what to do.
  if (status === 503 && !wordless.test(message)) return fail('internal', `${could}: ${sentenceOf(message)}.`);
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
const wordless = /^(UnknownError|NotFound)?$/;
const missingText = /^(Requested resource not found|Could not find|Endpoint .* not found)/;
const unsupported = new Set([
  'UnknownOperationException',
  'InvalidAction',
  'NotImplemented',
  'UnsupportedOperation',
  'UnsupportedOperationException',
]);

const isUnreachable = (name: string, code: string | undefined, message: string): boolean =>
  /^(ECONNREFUSED|ECONNRESET|EPIPE|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH)$/.test(
    code ?? '',
  ) ||
  name === 'TimeoutError' ||
  /socket hang up|fetch failed/.test(message);

interface ReadError {
  name: string;
  message: string;
  status?: number;
  code?: string;
}

const readError = (error: unknown): ReadError => {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error) };
  const { $metadata, code, cause } = error as Error & {
    $metadata?: { httpStatusCode?: number };
    code?: unknown;
    cause?: unknown;
  };
  const causeCode = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  const text = [code, causeCode].find((value): value is string => typeof value === 'string');
  return {
    name: error.name,
    message: error.message,
    ...($metadata?.httpStatusCode === undefined ? {} : { status: $metadata.httpStatusCode }),
    ...(text === undefined ? {} : { code: text }),
  };
};

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
