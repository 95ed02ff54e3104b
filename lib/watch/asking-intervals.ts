import { type TrainingJob } from '../training/training-job';

/** What decides how soon a watched job is asked for again. Times are ms since the epoch. */
export interface Asking {
  now: number;
  /** When the job was last seen to change, or something was done to it. */
  changedAt: number;
  /** When its log last said something. */
  lastLineAt: number;
  job: Pick<TrainingJob, 'status' | 'secondaryStatus'>;
  /** Log streams that are read one by one. */
  openStreams: number;
  finished: boolean;
  /** A queue tells of each change of its state. */
  isAnnounced?: boolean;
}

/** So much more rarely is asked for changes that a queue tells of. */
export const announcedFactor = 4;

/**
 * How long until a part of a watched job is asked for again, in ms. AWS limits calls and bills some, and what has not
 * changed for long will hardly change in the next second: soon after a change often, then ever more rarely. A job
 * that trains costs less than 2 calls a second, one that waits less than 0.2 (watch-cost.test.ts).
 */
export const askAgainIn = {
  describe: ({ now, changedAt, job, finished, isAnnounced }: Asking): number => {
    // A finished job does not change, but it may be deleted.
    if (finished) return 60_000;
    const pause = between(1_000, (now - changedAt) / 4, isTraining(job) ? 2_000 : 15_000);
    return isAnnounced ? pause * announcedFactor : pause;
  },
  log: ({ now, changedAt, lastLineAt, job, openStreams, finished }: Asking): number => {
    const isQuiet = now - lastLineAt >= quietMs;
    if (finished || isTraining(job))
      return (isQuiet && !finished ? quietLogMs : logMs) * Math.max(1, openStreams);
    return isQuiet ? between(2_000, (now - changedAt) / 4, 30_000) : logMs * Math.max(1, openStreams);
  },
  checkpoints: ({ now, changedAt, job, finished }: Asking): number =>
    finished || isTraining(job)
      ? between(3_000, (now - changedAt) / 4, 5_000)
      : between(3_000, (now - changedAt) / 4, 60_000),
  /** CloudWatch has a point a minute of them, and each is paid for; the first ones are waited for. */
  hosts: ({ now, changedAt, job, finished }: Asking): number => {
    if (finished) return 60_000;
    return isTraining(job) ? between(15_000, (now - changedAt) / 4, 60_000) : 300_000;
  },
  metrics: ({ job, finished }: Asking): number => (finished || isTraining(job) ? 30_000 : 120_000),
};

const logMs = 1_000;
/** A log that has said nothing for so long is asked for half as often. */
const quietMs = 60_000;
const quietLogMs = 2_000;

const isTraining = ({ secondaryStatus }: Asking['job']): boolean =>
  secondaryStatus === 'Training' || secondaryStatus === 'Uploading' || secondaryStatus === 'Stopping';

const between = (min: number, wanted: number, max: number): number => Math.min(max, Math.max(min, wanted));
