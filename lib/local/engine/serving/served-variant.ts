import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { type EndpointVariant } from '../../store/hosting-store';
import { createJobLog } from '../metrics/job-log';
import { createReaderWords, dataFolders, type ReaderWords } from '../container/reader-words';
import { partialName } from './endpoint-folder';
import { liveOnce } from './program-life';
import { type ServingParts, type VariantPlace } from './serving-parts';
import { afterEnd, newServing, reduceServing, type ServingEvent } from './serving-state';
import { givenUpReasonOf, isOwnFault, pingFailureOf } from './variant-rules';
import { createVariantPrograms } from './variant-programs';
import { createWaits } from '../../core/waits';

/**
 * Keeps the program of one variant running: starts it, waits until it answers pings, starts it again when it dies,
 * and gives up after repeated starts that came to nothing.
 */
export interface ServedVariant {
  /** Port of the program, as soon as it is ready; undefined if it is not within `waitMs`. */
  port(waitMs: number): Promise<number | undefined>;
  /** Reports that nobody listens on a port that was ready: the program is ended if it does not end, and started again. */
  lost(port: number): void;
  logStream: string;
  variant: EndpointVariant;
  /** Ends the program and resolves once it is gone. */
  stop(graceMs: number): Promise<void>;
}

const endingMs = 500;

export const endpointLogGroup = (endpointName: string) => `/aws/sagemaker/Endpoints/${endpointName}`;

/**
 * @param onReady called each time the program has become ready.
 * @param onGivenUp called at most once, with the FailureReason; the program is gone by then.
 */
export const serveVariant = (
  parts: ServingParts,
  place: VariantPlace,
  onReady: () => void,
  onGivenUp: (reason: string) => void,
): ServedVariant => {
  const { clock } = parts;
  const { endpointName, variant } = place;
  const logStream = `${variant.name}/i-0${randomBytes(8).toString('hex')}`;
  const log = createJobLog(parts.logs, endpointLogGroup(endpointName), logStream, clock, parts.disk);
  const words = wordsOf(parts, place);
  const leaving = new AbortController();
  const { signal } = leaving;
  const pauses = createWaits(clock);
  const readiness = createWaits(clock);
  let state = newServing;
  const happened = (event: ServingEvent) => {
    state = reduceServing(state, event);
  };
  const programs = createVariantPrograms(parts, place, {
    log,
    words,
    signal,
    onComplaint: (lines) => happened({ type: 'complained', lines }),
  });
  const becameReady = () => {
    onReady();
    readiness.wakeAll();
  };

  const supervise = async (): Promise<void> => {
    while (!state.isStopping) {
      happened({ type: 'started', at: clock.now() });
      await liveOnce({ parts, place, programs, log, pauses, signal, happened, onReady: becameReady });
      happened({ type: 'ended', at: clock.now() });
      const next = afterEnd(state, parts.restartDelayMs);
      if (next === 'given-up') throw pingFailureOf(variant);
      if (next !== 'stopped') await pauses.wait(next.restartInMs);
    }
  };

  const finished = supervise()
    .catch((error: unknown) => {
      if (state.isStopping) return;
      if (isOwnFault(error)) {
        console.error(`endpoint ${endpointName}: ${error instanceof Error ? error.stack : String(error)}`);
      }
      onGivenUp(givenUpReasonOf(error, state.failingLine, words));
    })
    .finally(async () => {
      readiness.wakeAll();
      programs.release();
      await log.close();
    });

  return {
    variant,
    logStream,
    async port(waitMs) {
      if (state.readyPort === undefined && !state.isStopping) await readiness.wait(waitMs);
      return state.readyPort;
    },
    lost(port) {
      const before = state;
      happened({ type: 'lost', port });
      if (state === before) return;
      // One that is ending by itself has an exit code to tell.
      const dying = programs.last();
      const cancel = clock.after(endingMs, () => void dying?.kill());
      void dying?.ended.then(cancel);
    },
    async stop(graceMs) {
      happened({ type: 'stopping' });
      leaving.abort();
      pauses.wakeAll();
      readiness.wakeAll();
      await programs.last()?.terminate(graceMs);
      await finished;
    },
  };
};

/** What is said of its container, without this machine's paths. */
const wordsOf = ({ nodeModulesDir, standIns }: ServingParts, { folder, name }: VariantPlace): ReaderWords =>
  createReaderWords(
    path.join(folder, name),
    [
      [nodeModulesDir, '/node_modules'],
      ...(standIns ? [[standIns.folder, '/environments'] as const] : []),
      ...dataFolders(folder),
    ],
    path.join(folder, partialName(name)),
  );
