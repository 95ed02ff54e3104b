import { type ErrorCode } from '../errors/action-result';
import { isSpotdeckError, SpotdeckError } from '../errors/spotdeck-error';
import { type Backend } from './backends';
import { tellRefusal } from './credentials/tell-refusal';
import { isBadToken, isClockOff, isThrottling, isUnreachable, readAwsError } from './read-aws-error';
import { remedyOfDenial } from './remedy-of-denial';

type Place = Pick<Backend, 'endpoint' | 'region' | 'profile'>;

/**
 * Turns whatever an SDK call throws into one error of the closed set, with a sentence that says what failed and
 * what to do. The only place that knows AWS's error names; AWS's own text is quoted where it helps the reader.
 * @param action what was being done, as it follows "could not", e.g. `describe training job mnist-1`.
 */
export const translateAwsError = (error: unknown, backend: Place, action: string): SpotdeckError => {
  if (isSpotdeckError(error)) return error;
  const read = readAwsError(error);
  const could = `Could not ${action}`;
  const kind = kinds.find(({ is }) => is(read));
  const [code, sentence]: Told = kind?.says(read, could, backend) ?? ['internal', `${could}.`];
  return new SpotdeckError(code, sentence, undefined, { cause: error });
};

type ReadError = ReturnType<typeof readAwsError>;
type Told = [code: ErrorCode, sentence: string];

interface Kind {
  is: (error: ReadError) => boolean;
  says: (error: ReadError, could: string, backend: Place) => Told;
}

/** An error is of the first that it fits. */
const kinds: readonly Kind[] = [
  {
    is: ({ told }) => told !== undefined,
    says: ({ told }, could) => [
      told?.code ?? 'no-credentials',
      `${could}: ${told?.reason ?? ''}. ${told?.remedy ?? ''}`,
    ],
  },
  {
    is: isUnreachable,
    says: ({ name, code, service = 'AWS' }, could, { endpoint, region }) => [
      'unreachable',
      endpoint === undefined
        ? `${could}: ${service} in ${region} does not answer (${code ?? name}). Check this machine's network, or AWS's health.`
        : `The local backend at ${endpoint} does not answer. Start it with npm start or npx spotdeck.`,
    ],
  },
  {
    is: isClockOff,
    says: ({ message }, could) => [
      'clock-skew',
      `${could}: AWS takes what is signed within five minutes of its own time, and this machine's clock is further off${said(message)}. Set it by a time server (\`timedatectl set-ntp true\` on Linux), then try again.`,
    ],
  },
  {
    is: isBadToken,
    says: ({ message }, could) => [
      'no-credentials',
      `${could}: there are no usable AWS credentials (${sentenceOf(message)}). Run \`aws sso login\` or \`aws configure\`, then try again.`,
    ],
  },
  {
    is: ({ name }) => name === 'ModelError' || name === 'ModelNotReadyException',
    says: ({ message }, could) => [
      'model-error',
      `${could}: the model's container answered with an error. ${sentenceOf(message)}.`,
    ],
  },
  {
    is: isThrottling,
    says: (_, could) => [
      'throttled',
      `${could}: AWS is limiting the rate of requests. Try again in a few seconds.`,
    ],
  },
  {
    is: ({ name, status }) => denied.has(name) || status === 403,
    says: ({ message }, could) => [
      'access-denied',
      `${could}: access was denied${said(message)}. ${remedyOfDenial(message)}`,
    ],
  },
  {
    is: ({ name, message }) =>
      name === 'ResourceInUse' ||
      name === 'ResourceInUseException' ||
      /must be unique|already existing/.test(message),
    says: ({ message }, could) =>
      /must be unique|already exist/.test(message)
        ? ['name-taken', `${could}: that name is taken (${sentenceOf(message)}). Choose another name.`]
        : ['conflict', `${could}: it is in use (${sentenceOf(message)}).`],
  },
  {
    is: ({ name }) => name === 'ResourceLimitExceeded' || name === 'LimitExceededException',
    says: ({ message }, could) => [
      'quota',
      `${could}: an account quota does not allow it. ${sentenceOf(message)}.`,
    ],
  },
  {
    is: ({ name, status, message }) =>
      missing.has(name) || (status === 404 && name !== 'InvalidAction') || missingText.test(message),
    says: ({ message }, could) => ['not-found', `${could}: it does not exist${said(message)}.`],
  },
  {
    is: ({ name, message }) =>
      /in status|PreconditionFailed|OperationAborted|BucketNotEmpty/.test(`${message} ${name}`),
    says: ({ message }, could) => ['conflict', `${could}: ${sentenceOf(message)}.`],
  },
  {
    is: ({ name, status }) => unsupported.has(name) || status === 501,
    says: ({ message }, could) => [
      'unsupported',
      `${could}: this backend does not offer that. ${sentenceOf(message)}.`,
    ],
  },
  {
    is: ({ status }) => status !== undefined && status >= 400 && status < 500,
    says: ({ name, message }, could) => ['invalid-input', `${could}: ${sentenceOf(message || name)}.`],
  },
  {
    is: ({ status }) => status !== undefined && status >= 500,
    says: ({ name, status, message, requestId, service = 'AWS' }, could, { endpoint, region }) => {
      const id = requestId === undefined ? '' : `, request ${requestId}`;
      const where = endpoint === undefined ? `in ${region}` : `at ${endpoint}`;
      // Of a backend of one's own the words tell what to do: of a full disk, say. AWS's are of its inside.
      const words = endpoint === undefined || wordless.test(message) ? '' : ` ${sentenceOf(message)}.`;
      return [
        'service-fault',
        `${could}: ${service} ${where} failed by itself (${status} ${name}${id}).${words || ' Try again in a while.'}`,
      ];
    },
  },
];

const denied = new Set([
  'AccessDenied',
  'AccessDeniedException',
  'KmsAccessDenied',
  'UnauthorizedOperation',
  'NotAuthorized',
]);
const missing = new Set([
  'ResourceNotFound',
  'ResourceNotFoundException',
  'NoSuchKey',
  'NoSuchBucket',
  'NoSuchUpload',
  'NoSuchEntity',
  'NoSuchEntityException',
  'NoSuchResourceException',
  'QueueDoesNotExist',
  'AWS.SimpleQueueService.NonExistentQueue',
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
    throw translateAwsError(await tellRefusal(error, backend), backend, action);
  }
};
