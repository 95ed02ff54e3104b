/** What a savings report needs to know of one job beside its seconds, from its statuses alone. */
import { attemptsOf, interruptionsIn } from '../attempts';
import { endedUntrained, totalOf, untilOf, workedIn } from '../money/useful-time';
import { describeStatus } from '../status';
import { type TrainingJob } from '../training-job';

/**
 * How a job stands to the report: `counted` jobs are in its totals (where their price is known), the others are
 * excluded from its totals and shown, each for its own reason; `failed` ones cost something for nothing.
 */
export const jobStandings = ['counted', 'failed', 'unbilled', 'running'] as const;
export type JobStanding = (typeof jobStandings)[number];

export interface JobFacts {
  standing: JobStanding;
  interruptions: number;
  /** Seconds without an instance after an interruption, until the next one was there. */
  waitingSeconds: number;
  /** Seconds from the creation until the first instance was there. */
  startingSeconds: number;
  /** Seconds on instances: downloading, training, uploading. */
  heldSeconds: number;
  checkpointed: boolean;
  /** Whole useful seconds with all that was trained, lost or not; absent where nothing was told of any. */
  maxUsefulSeconds?: number;
  /** Some of it may have been trained again: only the log tells how much. */
  mayHaveLost: boolean;
}

/** @param now ms since the epoch, for a job that still runs */
export const jobFactsOf = (job: TrainingJob, now: number): JobFacts => {
  let [waiting, starting, held] = [0, 0, 0];
  const until = untilOf(job, now);
  const attempts = attemptsOf(job, until);
  for (const { kind, startedAt, endedAt = until } of attempts.flatMap(({ phases }) => phases)) {
    const seconds = Math.max(0, endedAt - startedAt) / 1000;
    if (kind === 'interrupted' || kind === 'waiting') waiting += seconds;
    else if (kind === 'starting') starting += seconds;
    else if (kind === 'downloading' || kind === 'training' || kind === 'uploading') held += seconds;
  }
  const worked = workedIn(job, attempts, until);
  return {
    standing: standingOf(job),
    interruptions: interruptionsIn(attempts.flatMap(({ phases }) => phases)),
    waitingSeconds: waiting,
    startingSeconds: starting,
    heldSeconds: held,
    checkpointed: job.checkpoint !== undefined,
    ...(worked && { maxUsefulSeconds: totalOf(worked.parts) }),
    mayHaveLost: worked !== undefined && (worked.mayHaveLost || !worked.told),
  };
};

const standingOf = (job: TrainingJob): JobStanding => {
  const { terminal, outcome } = describeStatus(job);
  // What vanished while it ran has ended, and nobody can tell any more what it was billed.
  if (!terminal) return job.goneAt === undefined ? 'running' : 'unbilled';
  if (outcome === 'failed') return 'failed';
  const billed =
    job.trainingSeconds !== undefined && job.billableSeconds !== undefined && job.instanceCount !== undefined;
  if (endedUntrained(job)) return billed && job.billableSeconds !== 0 ? 'failed' : 'unbilled';
  return billed ? 'counted' : 'unbilled';
};
