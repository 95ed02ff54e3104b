/** What a variant may ask for, and what is said of a program that does not serve it. Pure. */
import { ClientError } from '../../core/job-failure';
import { type EndpointVariant } from '../../store/hosting-store';
import { type ProgramEnd } from '../container/containment';
import { type ReaderWords } from '../container/reader-words';

/** The container's own fault, in the words of an endpoint's FailureReason. */
export class StartFailed extends Error {}

const maxSaidCharacters = 300;

/** @throws ClientError for a variant that one program cannot serve. */
export const onlyContainerOf = ({ name, containers }: Pick<EndpointVariant, 'name' | 'containers'>) => {
  const [container] = containers;
  if (containers.length !== 1 || !container) {
    throw new ClientError(
      'The local backend serves variants of one container, and the model of variant ' +
        `${name} has ${containers.length}.`,
    );
  }
  return container;
};

/** How long its program may take to answer the first ping, in ms. */
export const startupMsOf = (
  { startupTimeoutSeconds }: Pick<EndpointVariant, 'startupTimeoutSeconds'>,
  otherwiseMs: number,
): number => (startupTimeoutSeconds ? startupTimeoutSeconds * 1000 : otherwiseMs);

export const pingFailureOf = ({ name }: Pick<EndpointVariant, 'name'>): StartFailed =>
  new StartFailed(
    `The primary container for production variant ${name} did not pass the ping health check. ` +
      'Please check CloudWatch logs for this endpoint.',
  );

/** Of a program that took more than its serverless variant may have. */
export const memoryLineOf = (megabytes: number): string =>
  `MemoryError: the program has more than the ${megabytes} MB of its ServerlessConfig.`;

export const endLineOf = ({ code, signal, error }: ProgramEnd): string =>
  `The serving program ended (${error ?? (signal === null ? `exit code ${code}` : `signal ${signal}`)}).`;

/** What went wrong is the backend's own fault, and belongs in its console. */
export const isOwnFault = (error: unknown): boolean =>
  !(error instanceof StartFailed || error instanceof ClientError);

/**
 * The endpoint's FailureReason, in paths that the container sees.
 * @param failingLine what the program said itself
 */
export const givenUpReasonOf = (
  error: unknown,
  failingLine: string | undefined,
  words: ReaderWords,
): string => {
  if (!(error instanceof StartFailed)) return words.failure(error).message;
  const said = failingLine === undefined ? '' : words.text(failingLine).slice(0, maxSaidCharacters);
  return failingLine === undefined ? error.message : `${error.message} It said: ${said}`;
};
