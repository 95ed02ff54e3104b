import { attemptsOf } from '../training/attempts';
import { jobEndOf } from '../training/job-end';
import { lostOf, workedTimeOf } from '../training/money/useful-time';
import { progressOf } from '../training/progress';
import { observedInterval } from '../training/report/checkpoint-interval';
import { lostWorkOf } from '../training/report/lost-work';
import { type TrainingJob } from '../training/training-job';
import { modifiedAtOf } from './job-columns';
import { type EpochProgress, type Backfill } from './job-store';

/** What the catalog sums and sorts by, of all that was backfilled of a finished job. */
export const backfillProgress = (job: TrainingJob, backfill: Backfill): EpochProgress => {
  const end = jobEndOf(job) ?? modifiedAtOf(job);
  const attempts = attemptsOf(job, end);
  const lost = lostWorkOf(attempts, backfill.reading);
  const worked = workedTimeOf(job, end);
  const { position, of, share, counts } = progressOf({ job, ...backfill }, end);
  return {
    final: true,
    position,
    of,
    share,
    counts,
    recomputedEpochs: lost?.recomputedEpochs,
    lostSeconds: lost && worked && lostOf(worked, lost),
    // An earlier reader took lines within an epoch for its end.
    lostExact: lost?.exact === true && backfill.oldReading !== true,
    checkpointIntervalSeconds: observedInterval(backfill.checkpoints ?? [], attempts),
  };
};
