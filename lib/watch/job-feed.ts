/** What one viewer of a job has not been told yet, and what is told next. Pure, so that every order is tested. */
import { type JobSnapshot } from '../training/job-snapshot';
import { type LogLine } from '../training/log-line';

export interface JobFeed {
  /** Not told yet; only the newest counts. */
  snapshot?: JobSnapshot;
  /** Lines not told yet; empty where the log is to be told anew. */
  lines: readonly LogLine[];
  /** The whole tail is told next, in place of lines. */
  isLogAnew: boolean;
  /** A snapshot was there: lines before the first are in the tail. */
  isBegun: boolean;
  logToldAt: number;
}

export type JobFeedEvent =
  | { kind: 'snapshot'; snapshot: JobSnapshot }
  /** The first snapshot, read apart; one that was heard meanwhile is newer. */
  | { kind: 'first'; snapshot: JobSnapshot }
  | { kind: 'log'; lines: readonly LogLine[]; reset: boolean };

/** Lines that come close together go out as one event, in ms. */
const logMs = 150;
/** A viewer that is further behind than this gets the tail anew instead of every line. */
const maxPendingLines = 5_000;

export const newJobFeed: JobFeed = { lines: [], isLogAnew: true, isBegun: false, logToldAt: -Infinity };

export const reduceJobFeed = (feed: JobFeed, event: JobFeedEvent): JobFeed => {
  switch (event.kind) {
    case 'first':
      return feed.isBegun ? feed : { ...feed, isBegun: true, snapshot: event.snapshot };
    case 'snapshot':
      return { ...feed, isBegun: true, snapshot: event.snapshot };
    case 'log': {
      if (!feed.isBegun || feed.isLogAnew) return feed;
      const lines = feed.lines.concat(event.lines);
      return event.reset || lines.length > maxPendingLines
        ? { ...feed, lines: [], isLogAnew: true }
        : { ...feed, lines };
    }
  }
};

export interface Told {
  feed: JobFeed;
  snapshot?: JobSnapshot;
  /** `tail`: the recent lines, in place of those before. */
  log?: 'tail' | readonly LogLine[];
  /** Lines wait for so many ms, so that they go out together. */
  waitMs?: number;
}

/** What a viewer is told at `now`, in ms since the epoch, and what is left then. */
export const tellJob = (feed: JobFeed, now: number): Told => {
  const { snapshot, ...rest } = feed;
  const told = { feed: rest, ...(snapshot && { snapshot }) };
  if (!feed.isBegun || (feed.lines.length === 0 && !feed.isLogAnew)) return told;
  const waitMs = feed.logToldAt + logMs - now;
  if (waitMs > 0) return { ...told, waitMs };
  return {
    ...told,
    feed: { ...rest, lines: [], isLogAnew: false, logToldAt: now },
    log: feed.isLogAnew ? 'tail' : feed.lines,
  };
};
