import 'server-only';
import { z } from 'zod';
import { getBackend } from '../aws/backends';
import { type ErrorCode } from '../errors/action-result';
import { catalogReady } from '../backfill/catalog-ready';
import { isSpotdeckError, refusedBySchema, SpotdeckError } from '../errors/spotdeck-error';
import { type Clock, systemClock } from '../process/clock';
import { inProcess } from '../process/process-memory';
import { type AuditEntry, writeAudit } from './audit-log';
import { type Log, type Subject, type UseCase } from './define-use-case';
import { parseInput } from './parse-input';
import { isAllowed, localOperator, type Viewer } from './viewer';

export interface RunOptions {
  viewer?: Viewer;
  clock?: Clock;
  log?: Log;
  audit?: (entry: AuditEntry) => void;
}

/** A use case as a program of ours runs it. @throws {SpotdeckError} as `runRequested` does */
export const runUseCase = <Schema extends z.ZodType, Output>(
  useCase: UseCase<Schema, Output>,
  backend: string,
  input: z.input<Schema>,
  options?: RunOptions,
): Promise<Output> => runRequested(useCase, backend, input, options);

/**
 * The one way in: access, then the input's schema, then the use case; what changes something leaves an audit line,
 * however it ends, and every run is counted.
 * @param backend a slug, from anywhere
 * @param input from anywhere
 * @throws {SpotdeckError} access-denied, not-found for an unknown backend, invalid-input, and what the use case says
 */
export const runRequested = async <Schema extends z.ZodType, Output>(
  useCase: UseCase<Schema, Output>,
  backend: unknown,
  input: unknown,
  { viewer = localOperator, clock = systemClock, log = consoleLog, audit = writeAudit }: RunOptions = {},
): Promise<Output> => {
  let subject: Subject | undefined;
  let slug = '';
  const settle = (outcome: 'done' | ErrorCode) => {
    count(useCase.name, outcome);
    if (!useCase.changes || (useCase.isPiece && outcome === 'done')) return;
    try {
      audit({
        at: new Date(clock.now()).toISOString(),
        ...viewer,
        useCase: useCase.name,
        backend: slug,
        ...(subject && { subject }),
        outcome,
      });
    } catch (error) {
      // What was done is done: a disk that takes no line must not make it look undone.
      log.error('The audit log could not be written:', error);
    }
  };
  try {
    if (!isAllowed(viewer, useCase.access)) throw refusal(useCase, viewer);
    const target = getBackend(parseInput(backendSchema, backend));
    slug = target.slug;
    const parsed = parseInput(useCase.input, input);
    subject = useCase.subject?.(parsed);
    await catalogReady();
    const output = await useCase.run({ backend: target, viewer, clock, log }, parsed);
    settle('done');
    return output;
  } catch (error) {
    const translated = error instanceof z.ZodError ? refusedBySchema(error) : error;
    settle(isSpotdeckError(translated) ? translated.code : 'internal');
    throw translated;
  }
};

/** How often each use case ran in this process, by how it ended. */
export const useCaseCounts = (): ReadonlyMap<string, ReadonlyMap<string, number>> => counts();

const counts = () => inProcess('use-case-counts', () => new Map<string, Map<string, number>>());

const count = (name: string, outcome: string): void => {
  const own = counts().get(name) ?? new Map<string, number>();
  counts().set(name, own.set(outcome, (own.get(outcome) ?? 0) + 1));
};

const backendSchema = z
  .string('The backend is named by text: "local", or an AWS Region.')
  .max(400, 'No backend has a name that long.');

const refusal = ({ name }: UseCase, { who }: Viewer) =>
  new SpotdeckError(
    'access-denied',
    `${who} may look on, and change nothing: ${name} is for those who operate Spotdeck.`,
  );

const consoleLog: Log = {
  warn: (message, cause) => console.warn(message, cause),
  error: (message, cause) => console.error(message, cause),
};
