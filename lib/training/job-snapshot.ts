import { type ActionError, type ErrorCode } from '../errors/action-result';
import { type StoredBefore, type TrainingModel } from '../training-log/model';
import { type CheckpointFile } from './checkpoints';
import { type HostSeries } from './host-metrics';
import { type LogLine } from './log-line';
import { type OnDemandPrice } from './money/price';
import { type TrainingJob } from './training-job';

/**
 * All that is known of one job at one moment, as the server pushes it to a page (the log lines come apart).
 * Plain JSON. What can be derived (attempts, timeline, curves, savings, progress) is derived by the pure
 * functions of this room, on either side.
 */
export interface JobSnapshot {
  job: TrainingJob;
  /** What the log says; `noReading` until a line counts anything. */
  reading: TrainingModel;
  /** The log is gone, and the reading is one of an earlier reader, who took a line within an epoch for its end. */
  oldReading?: boolean;
  /** Values between those of the reading are left out; its peaks, dips and ends are there. */
  thinned?: boolean;
  /** What lay below the checkpoint prefix when each attempt began, as far as it was seen. */
  stored?: StoredBefore[];
  /** Metrics over time, for jobs whose log names no epoch, and for the time axis of what the regexes matched. */
  metrics: MetricSeries[];
  /** What its instances were busy with; absent where it was not read. */
  hosts?: HostSeries[];
  /** Objects under the checkpoint prefix, newest first; absent for a job without one. */
  checkpoints?: CheckpointFile[];
  /** Absent where the price is unknown. */
  price?: OnDemandPrice;
  /** When the server last heard from AWS, ms since the epoch. */
  observedAt: number;
  /** Parts that could not be read at the last try; what was read of them before is kept. */
  problems: SnapshotProblem[];
  /** Parts of which nothing was read yet: no value of theirs says that there is none. Absent: all were read. */
  unread?: SnapshotPart[];
}

export type SnapshotPart = 'job' | 'log' | 'metrics' | 'hosts' | 'checkpoints' | 'price';

export interface SnapshotProblem {
  part: SnapshotPart;
  code: ErrorCode;
  /** For the reader. */
  message: string;
  /** When it is tried again, ms since the epoch. */
  nextTryAt: number;
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
