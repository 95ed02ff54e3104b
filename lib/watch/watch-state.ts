/** What a watcher knows of its watching, and what follows from it. Pure: job-watcher.ts asks AWS and has the clock. */
import { type Backfill } from '../catalog/job-store';
import { type ActionError } from '../errors/action-result';
import { endOf, isOver } from '../training/job-end';
import { type JobSnapshot } from '../training/job-snapshot';
import { isTerminal } from '../training/status';
import { type TrainingJob } from '../training/training-job';
import { type OutsideEvidence } from '../training-log/model';
import { type Asking } from './asking-intervals';
import { type Part } from './live-snapshot';
import { lateLinesMs } from './log-follower';

/** Times are ms since the epoch. */
export interface WatchState {
  /** As it was recalled or described last. */
  job?: TrainingJob;
  /** What was backfilled before this watching began. */
  backfilled?: Backfill;
  /** When the job was seen to have finished; -Infinity where it had finished long before. */
  finishedAt?: number;
  lastLineAt: number;
  /** When the job last changed, or something was done to it. */
  changedAt: number;
  /** AWS has described the job; it is not only recalled. */
  isConfirmed: boolean;
  /** Another job has the name by now. */
  isReplaced: boolean;
  isLogRead: boolean;
  /** The log can say no more. */
  isLogOver: boolean;
  /** What the log is judged by beside itself; another object only where it says something else. */
  outside: OutsideEvidence;
  isClosed: boolean;
}

export type WatchStateEvent =
  | { type: 'recalled'; job: TrainingJob; backfill?: Backfill; at: number }
  | { type: 'described'; job: TrainingJob; at: number }
  /** It is not in the account any more: this is what is known of it. */
  | { type: 'vanished'; job: TrainingJob; backfill?: Backfill; at: number }
  | { type: 'log-said' | 'something-done'; at: number }
  | { type: 'log-read' }
  /** @property nextMs until the log is asked for again; undefined: no more */
  | { type: 'log-asked'; nextMs: number | undefined }
  | { type: 'evidence'; outside: OutsideEvidence }
  | { type: 'closed' };

/** Log lines, checkpoints and metrics may arrive so long after the job has ended, in ms. */
export const late = { log: lateLinesMs, checkpoints: 3_000, metrics: 120_000 };

export const newWatch = (now: number): WatchState => ({
  lastLineAt: -Infinity,
  changedAt: now,
  isConfirmed: false,
  isReplaced: false,
  isLogRead: false,
  isLogOver: false,
  outside: {},
  isClosed: false,
});

export const reduceWatch = (state: WatchState, event: WatchStateEvent): WatchState => {
  switch (event.type) {
    case 'recalled':
      return { ...finishSeen(state, event.job, event.at), job: event.job, backfilled: event.backfill };
    case 'vanished':
      return {
        ...state,
        job: event.job,
        backfilled: state.backfilled ?? event.backfill,
        // Nothing more comes of it.
        finishedAt: state.finishedAt ?? event.at,
        isConfirmed: true,
      };
    case 'described':
      return describedAs(state, event.job, event.at);
    case 'log-said':
      return { ...state, lastLineAt: event.at };
    case 'something-done':
      return { ...state, changedAt: event.at };
    case 'log-read':
      return { ...state, isLogRead: true };
    case 'log-asked':
      return { ...state, isLogOver: event.nextMs === undefined };
    case 'evidence':
      return JSON.stringify(event.outside) === JSON.stringify(state.outside)
        ? state
        : { ...state, outside: event.outside };
    case 'closed':
      return { ...state, isClosed: true };
  }
};

const describedAs = (state: WatchState, job: TrainingJob, at: number): WatchState => {
  const before = state.job;
  if (before && before.createdAt !== job.createdAt) return { ...state, isReplaced: true };
  const seen = { ...finishSeen(state, job, at), job, isConfirmed: true };
  if (!before)
    return {
      ...seen,
      changedAt: Math.min(state.changedAt, job.transitions.at(-1)?.startedAt ?? job.createdAt),
    };
  return hasMoved(before, job) ? { ...seen, changedAt: at } : seen;
};

/** A job that is first seen long after its end has nothing more to come. */
const finishSeen = (state: WatchState, job: TrainingJob, at: number): WatchState => {
  // One that was taken to have vanished goes on.
  if (!isOver(job)) return state.finishedAt === undefined ? state : { ...state, finishedAt: undefined };
  if (state.finishedAt !== undefined || !isTerminal(job.status)) return state;
  const longAgo = state.job === undefined && at - endOf(job) > late.metrics;
  return { ...state, finishedAt: longAgo ? -Infinity : at };
};

/** A container may have started or ended: its log, metrics and checkpoints are worth a look now. */
export const hasMoved = (before: TrainingJob, now: TrainingJob): boolean =>
  before.goneAt !== now.goneAt ||
  before.secondaryStatus !== now.secondaryStatus ||
  before.status !== now.status;

/** Ms until a part is asked for again: none once a read began so long after the end that nothing more can have come. */
export const unlessOver = (
  { finishedAt }: WatchState,
  beganAt: number,
  lateMs: number,
  intervalMs: number,
): number | undefined =>
  finishedAt !== undefined && beganAt >= finishedAt + lateMs ? undefined : intervalMs;

/** A log that is read again says less than is known of it, until its end is reached. */
export const showsOwnFindings = ({ backfilled, isLogRead }: WatchState): boolean =>
  backfilled === undefined || isLogRead;

/** What is known is stored once the log can say no more, and again what comes after. */
export const isWorthKeeping = ({ job, isConfirmed, isLogOver }: WatchState): boolean =>
  job !== undefined && isConfirmed && isLogOver;

/** What of a snapshot is stored: a minute's points of instances are of use while CloudWatch has them. */
export const backfillOf = ({
  price: _price,
  hosts: _hosts,
  ...backfill
}: Readonly<Backfill & Pick<JobSnapshot, 'price' | 'hosts'>>): Backfill => backfill;

/** AWS says that there is no such job. */
export const isNotThere = (part: Part, { code }: Pick<ActionError, 'code'>): boolean =>
  part === 'job' && code === 'not-found';

export const askingOf = (
  { changedAt, lastLineAt, job, finishedAt }: WatchState,
  now: number,
  openStreams: number,
): Asking => ({
  ...{ now, changedAt, lastLineAt, openStreams },
  job: job ?? { status: '', secondaryStatus: '' },
  finished: finishedAt !== undefined,
});
