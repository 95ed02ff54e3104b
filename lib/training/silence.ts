/** Tells of a job that trains whether its script has fallen silent: hung, or waiting for something. */
import { type AttemptModel } from '../training-log/model';
import { describeStatus } from './status';
import { type TrainingJob } from './training-job';

/** A script may be quiet for long while it reads data or compiles. */
const minSeconds = 600;
/** Of its own epochs, rounds or steps. */
const minEpochs = 3;

export interface SilenceInput {
  job: Pick<TrainingJob, 'status' | 'secondaryStatus' | 'transitions'>;
  /** The attempt that trains, as the log tells it; absent while it has said nothing. */
  attempt?: Pick<AttemptModel, 'lastAt'>;
  /** Of one epoch, round or step, where it is known. */
  secondsEach?: number;
  /** Ms since the epoch, of a moment up to which the log is known. */
  now: number;
}

/** @returns seconds since its last line; undefined where that is no longer than it may be */
export const silentSecondsOf = ({ job, attempt, secondsEach = 0, now }: SilenceInput): number | undefined => {
  const since = job.transitions.at(-1)?.startedAt;
  if (since === undefined || describeStatus(job).outcome !== 'training') return undefined;
  const seconds = (now - Math.max(since, attempt?.lastAt ?? 0)) / 1000;
  return seconds > Math.max(minSeconds, minEpochs * secondsEach) ? seconds : undefined;
};
