import { type ActionError } from '../action-result';
import { type TrainingJob } from './training-job';
import { type EpochAxisName, type EpochRecord, type ResumeNotice } from './epochs';
import { type LogLine } from './log-line';
import { type Checkpoint } from './checkpoints';
import { type OnDemandPrice } from './savings';

/**
 * All that is known of one job at one moment, as the server pushes it to a page (the log lines come apart).
 * Plain JSON. What can be derived (attempts, timeline, series, savings, progress) is derived by the pure
 * functions of this room, on either side.
 */
export interface JobSnapshot {
  job: TrainingJob;
  /** From the log; empty until a line names an epoch. */
  epochs: EpochRecord[];
  /** From the log: what each attempt said about the checkpoint it starts from. */
  resumeNotices?: ResumeNotice[];
  /** What the script counts by; absent until the log names it. */
  epochAxis?: EpochAxisName;
  /** Metrics over time, for jobs whose log names no epoch, and for the time axis of what the regexes matched. */
  metrics: MetricSeries[];
  /** Objects under the checkpoint prefix, newest first; absent for a job without one. */
  checkpoints?: Checkpoint[];
  /** Absent where the price is unknown. */
  price?: OnDemandPrice;
  /** When the server last heard from AWS, ms since the epoch. */
  observedAt: number;
  /** Parts that could not be read at the last try, in words for the reader; the older values are kept. */
  problems: { part: 'job' | 'log' | 'metrics' | 'checkpoints' | 'price'; message: string }[];
}

/** One metric over time, times in ms since the epoch, ascending; a gap is a gap. */
export interface MetricSeries {
  name: string;
  points: { at: number; value: number }[];
}

/** What a server-sent event of a job page carries, by event name. */
export interface JobEvents {
  /** The whole snapshot: first event of a connection, and after each change. */
  snapshot: JobSnapshot;
  /** New log lines; `reset` means that the lines before are to be dropped. */
  log: { lines: LogLine[]; reset: boolean; truncatedBefore?: number };
  /** The job is not there (any more); the server closes the connection after it. */
  gone: ActionError;
}
