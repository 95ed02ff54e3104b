import { toldIn, type ToldProblem } from './credentials/told-problem';

/** What an SDK's error tells, whatever form it has. */
export interface AwsError {
  name: string;
  message: string;
  /** HTTP status; absent where there was no answer. */
  status?: number;
  /** Node's, of the network. */
  code?: string;
  requestId?: string;
  /** As AWS calls it, e.g. `SageMaker`. */
  service?: string;
  /** Why there are no credentials, where that is what failed. */
  told?: ToldProblem;
}

/** Where `noteService` leaves the service's name on an error. */
const serviceKey = Symbol.for('spotdeck.service');

/** Tells which service an error is of: the SDK's own errors do not. */
export const noteService = (error: unknown, service: string): void => {
  if (error instanceof Error) Object.assign(error, { [serviceKey]: service });
};

export const readAwsError = (error: unknown): AwsError => {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error) };
  const { $metadata, code, cause } = error as Error & {
    $metadata?: { httpStatusCode?: number; requestId?: string };
    code?: unknown;
    cause?: unknown;
  };
  const service: unknown = Reflect.get(error, serviceKey);
  const causeCode = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  const told = toldIn(error);
  const text = [code, causeCode].find((value): value is string => typeof value === 'string');
  return {
    name: error.name,
    message: error.message,
    ...($metadata?.httpStatusCode === undefined ? {} : { status: $metadata.httpStatusCode }),
    ...($metadata?.requestId === undefined ? {} : { requestId: $metadata.requestId }),
    ...(text === undefined ? {} : { code: text }),
    ...(typeof service === 'string' && { service }),
    ...(told === undefined ? {} : { told }),
  };
};

export const isUnreachable = ({ name, code = '', message }: AwsError): boolean =>
  networkCodes.test(code) || name === 'TimeoutError' || /socket hang up|fetch failed/.test(message);

/** Also of what stands between: a proxy that ends connections, a certificate that is not AWS's. */
const networkCodes =
  /^(ECONN(REFUSED|RESET|ABORTED)|EPIPE|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|E(HOST|NET)(UNREACH|DOWN)|EPROTO|ERR_TLS_.*|.*_CERT_.*|CERT_.*|UNABLE_TO_.*)$/;

const throttling = new Set([
  'Throttling',
  'ThrottlingException',
  'ThrottledException',
  'TooManyRequestsException',
  'RequestLimitExceeded',
  'SlowDown',
  'RequestThrottled',
  'KmsThrottled',
]);

export const isThrottling = ({ name, status }: AwsError): boolean => throttling.has(name) || status === 429;

const badTokens = new Set([
  'CredentialsProviderError',
  'ExpiredToken',
  'ExpiredTokenException',
  'InvalidClientTokenId',
  'UnrecognizedClientException',
  'InvalidAccessKeyId',
  'InvalidToken',
  'SignatureDoesNotMatch',
  'InvalidSignatureException',
]);

/** AWS does not take the credentials, or there are none. */
export const isBadToken = ({ name }: AwsError): boolean => badTokens.has(name);

/** What was signed is from a time that AWS does not take: its own clock is right. */
export const isClockOff = ({ name, message }: AwsError): boolean =>
  name === 'RequestTimeTooSkewed' ||
  ((isBadToken({ name, message }) || name === 'RequestExpired') &&
    /^Signature (expired|not yet current)|^Request has expired/.test(message));
