import { type Attempt } from '../training/attempts';

/** One container's log stream. */
export interface JobLogStream {
  name: string;
  host: string;
  /** When the container started, ms since the epoch, exact to the second; 0 where the name does not say. */
  startedAt: number;
  /** Counts from 1. */
  attempt: number;
}

/** Reads `<job>/<host>-<epoch seconds>`; a name of another form is a host of its own. */
export const parseStreamName = (name: string): { host: string; startedAt: number } => {
  const last = name.slice(name.indexOf('/') + 1);
  const match = /^(.+)-(\d{9,11})$/.exec(last);
  return match
    ? { host: match[1] ?? last, startedAt: Number(match[2]) * 1000 }
    : { host: last, startedAt: 0 };
};

/**
 * Says to which attempt each new stream belongs: the last attempt that had begun when its container started.
 * Each container of a host is an attempt of its own, so a stream that appears before the interruption is known
 * counts one further than the host's stream before it.
 */
export const assignAttempts = (
  names: readonly string[],
  before: readonly JobLogStream[],
  attempts: readonly Pick<Attempt, 'number' | 'startedAt'>[],
): JobLogStream[] => {
  const lastOfHost = new Map<string, number>();
  for (const { host, attempt } of before) lastOfHost.set(host, Math.max(attempt, lastOfHost.get(host) ?? 0));
  return names
    .map((name) => ({ name, ...parseStreamName(name) }))
    .sort((one, other) => one.startedAt - other.startedAt || (one.name < other.name ? -1 : 1))
    .map((stream) => {
      const begun = attempts.filter(
        ({ startedAt }) => Math.floor(startedAt / 1000) * 1000 <= stream.startedAt,
      );
      const attempt = Math.max(begun.at(-1)?.number ?? 1, (lastOfHost.get(stream.host) ?? 0) + 1);
      lastOfHost.set(stream.host, attempt);
      return { ...stream, attempt };
    });
};
