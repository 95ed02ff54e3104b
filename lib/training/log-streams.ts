/**
 * Assigns log streams to attempts. Each container writes a stream of its own, named by the moment it started, so
 * two streams of one host are never of the same attempt, whatever the clocks say.
 * Source: "Log Amazon SageMaker events with Amazon CloudWatch" in SageMaker's Developer Guide; the number is the
 * container's start in seconds since 1970, as seen in public logs.
 */
import { type Attempt } from './attempts';

export interface LogStreamName {
  job: string;
  /** E.g. `algo-1`. */
  host: string;
  /** When the container started, seconds since the epoch. */
  startedSeconds: number;
}

/** Undefined for a stream that no training container writes. */
export const parseLogStreamName = (name: string): LogStreamName | undefined => {
  const match = /^([^/]{1,63})\/(algo-\d{1,6})-(\d{1,12})$/.exec(name);
  if (!match) return undefined;
  const [, job = '', host = '', seconds = ''] = match;
  return { job, host, startedSeconds: Number(seconds) };
};

/**
 * The attempt that a container started in, by the clock alone; 1 where no attempt is known. With several streams
 * use attemptsOfStreams.
 */
export const attemptOfStream = (streamStartSeconds: number, attempts: readonly Attempt[]): number =>
  closest(streamStartSeconds, attempts)?.number ?? 1;

/** Attempt of every stream whose name can be read, also of one that began after the attempts were described. */
export const attemptsOfStreams = (
  names: readonly string[],
  attempts: readonly Attempt[],
): Map<string, number> => {
  const streams = names
    .flatMap((name) => {
      const parsed = parseLogStreamName(name);
      return parsed === undefined ? [] : [{ name, ...parsed }];
    })
    .sort((a, b) => a.startedSeconds - b.startedSeconds);
  const latest = new Map<string, number>();
  const assigned = new Map<string, number>();
  for (const { name, host, startedSeconds } of streams) {
    const before = latest.get(host) ?? 0;
    const open = attempts.filter(({ number }) => number > before);
    const number = closest(startedSeconds, open)?.number ?? before + 1;
    latest.set(host, number);
    assigned.set(name, number);
  }
  return assigned;
};

/** The attempt whose span holds the second; of several, the one whose container started closest to it. */
const closest = (seconds: number, attempts: readonly Attempt[]): Attempt | undefined =>
  attempts
    .map((attempt) => ({ attempt, distance: distance(seconds, attempt), offset: offset(seconds, attempt) }))
    .sort((a, b) => a.distance - b.distance || a.offset - b.offset || a.attempt.number - b.attempt.number)[0]
    ?.attempt;

/** Seconds between the stream's second and the attempt's span; 0 inside it. */
const distance = (seconds: number, { startedAt, endedAt }: Attempt): number =>
  Math.max(0, startedAt / 1000 - (seconds + 1), endedAt === undefined ? 0 : seconds - endedAt / 1000);

const offset = (seconds: number, { containerStartedAt, startedAt }: Attempt): number =>
  Math.abs(seconds - Math.floor((containerStartedAt ?? startedAt) / 1000));
