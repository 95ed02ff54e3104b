import { type ReaderWords } from '../../container/reader-words';
import { warningLine } from '../../container/toolkit-report';
import { createJobLog, type JobLog, trainingLogGroup } from '../../metrics/job-log';
import { type EngineParts } from '../engine-parts';

/** The log stream of one host in one attempt. */
export interface HostLog extends JobLog {
  /** Lines of the backend's own, with the container's paths. */
  say(lines: readonly string[]): Promise<void>;
  warn(message: string): void;
}

export const createHostLog = (parts: EngineParts, job: string, host: string, words: ReaderWords): HostLog => {
  const { clock, disk, logs } = parts;
  const taken = logs.streams(trainingLogGroup, { prefix: `${job}/` }).map(({ name }) => name);
  const stream = streamName(`${job}/${host}`, clock.now(), new Set(taken));
  const log = createJobLog(logs, trainingLogGroup, stream, clock, disk, {
    put: (samples) => parts.metrics.put(samples),
    atomically: parts.atomically,
  });
  const say = (lines: readonly string[]) => log.write(lines.map(words.text));
  return { ...log, say, warn: (message) => void say([warningLine(message, clock.now())]) };
};

/** `<job>/<host>-<epoch seconds of the container's start>`, another one for each attempt. @param at milliseconds */
export const streamName = (host: string, at: number, taken: ReadonlySet<string>): string => {
  let seconds = Math.floor(at / 1000);
  while (taken.has(`${host}-${seconds}`)) seconds += 1;
  return `${host}-${seconds}`;
};
