import { type JobLog } from '../metrics/job-log';
import { type RunningProgram } from '../container/process-runner';
import { answersPing } from './container-http';
import { type EndpointFolder, prepareEndpointFolder } from './endpoint-folder';
import { findFreePort } from './free-port';
import { watchMemory } from './memory-limit';
import { type ServingParts, type VariantPlace } from './serving-parts';
import { type ServingEvent } from './serving-state';
import { endLineOf, memoryLineOf, onlyContainerOf, pingFailureOf, startupMsOf } from './variant-rules';
import { type VariantPrograms } from './variant-programs';
import { type Waits } from '../../core/waits';

const pingEveryMs = 100;

export interface LifeParts {
  parts: ServingParts;
  place: VariantPlace;
  programs: VariantPrograms;
  log: JobLog;
  /** Cuts short what the supervisor or a life waits for. */
  pauses: Waits;
  /** The endpoint is being stopped. */
  signal: AbortSignal;
  happened(event: ServingEvent): void;
  onReady(): void;
}

/**
 * One life of a variant's program, from start to death.
 * @throws StartFailed where no ping is answered in time; ClientError for what cannot be served
 */
export const liveOnce = async (life: LifeParts): Promise<void> => {
  const { programs, log, signal, happened, onReady } = life;
  const folder = await prepareFolder(life);
  if (signal.aborted || !folder) return;
  const port = await findFreePort();
  const running = await programs.launch(folder, port);
  const forgetMemory = limitMemory(life, running);
  try {
    if (signal.aborted || !(await becomesReady(life, running, port))) return;
    happened({ type: 'ready', port });
    onReady();
    await running.ended;
  } finally {
    forgetMemory();
    happened({ type: 'lost', port });
    await running.kill();
    const end = await running.ended;
    if (!signal.aborted) await log.write([endLineOf(end)]);
  }
};

/** Undefined once the endpoint is being stopped. */
const prepareFolder = async ({ parts, place, signal }: LifeParts): Promise<EndpointFolder | undefined> => {
  const prepare = () =>
    prepareEndpointFolder({ ...parts, folder: place.folder }, place.name, onlyContainerOf(place.variant));
  return parts.disk.whenThereIsRoom(prepare, signal).catch((error: unknown) => {
    if (!signal.aborted) throw error;
    return undefined;
  });
};

/** Waits for the first ping that is answered. Throws StartFailed if time runs out; false if the program ended. */
const becomesReady = async (
  { parts: { clock, startupTimeoutMs }, place: { variant }, pauses, signal }: LifeParts,
  running: RunningProgram,
  port: number,
): Promise<boolean> => {
  const ending = new AbortController();
  void running.ended.then(() => {
    ending.abort();
    pauses.wakeAll();
  });
  const over = ending.signal;
  const deadline = clock.now() + startupMsOf(variant, startupTimeoutMs);
  while (!over.aborted && !signal.aborted) {
    if ((await answersPing(port)) && !over.aborted) return true;
    if (clock.now() >= deadline) throw pingFailureOf(variant);
    if (!over.aborted && !signal.aborted) await pauses.wait(pingEveryMs);
  }
  return false;
};

/** @returns a function that ends the watch. */
const limitMemory = (
  { parts: { clock }, place: { variant }, log, happened }: LifeParts,
  running: RunningProgram,
): (() => void) => {
  if (!variant.serverless) return () => {};
  const { MemorySizeInMB } = variant.serverless;
  const onExceeded = () => {
    const lines = [memoryLineOf(MemorySizeInMB)];
    happened({ type: 'complained', lines });
    void log.write(lines);
    void running.kill();
  };
  const limitBytes = MemorySizeInMB * 1024 * 1024;
  return watchMemory({ processes: () => running.processes(), limitBytes, onExceeded }, clock);
};
