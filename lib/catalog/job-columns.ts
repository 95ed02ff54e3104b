import { createHash } from 'node:crypto';
import { durationSeconds, jobEndOf } from '../training/job-end';
import { jobFactsOf } from '../training/report/job-facts';
import { leadingPartLengths } from '../training/report/name-parts';
import { nearestLauncher } from '../training/launched-by';
import { matchKeyOf } from '../training/report/matched-runs';
import { describeStatus } from '../training/status';
import { type TrainingJob } from '../training/training-job';

/** What the `job` table keeps of a job beside its name, in the order of `jobColumns`. */
export const jobColumns = [
  'status',
  'secondary_status',
  'outcome',
  'terminal',
  'spot',
  'interruptions',
  'created_at',
  'modified_at',
  'ended_at',
  'duration_seconds',
  'training_seconds',
  'billable_seconds',
  'instance_type',
  'instance_count',
  'standing',
  'waiting_seconds',
  'starting_seconds',
  'held_seconds',
  'checkpointed',
  'most_useful_seconds',
  'may_have_lost',
  'match_key',
  'part_1',
  'part_2',
  'part_3',
  'part_4',
  'part_5',
  'launched_by',
  'serverless',
  'gone_at',
] as const;

/** @param observedAt when the job was read, ms since the epoch: a running job's duration is counted up to it. */
export const columnsOf = (job: TrainingJob, observedAt: number): (string | number | null)[] => {
  const { outcome, terminal: ended, label } = describeStatus(job);
  const terminal = ended || job.goneAt !== undefined;
  // The report places a job by its end, and drops none: one of which nothing is told ended when it last changed.
  const endedAt = terminal ? (jobEndOf(job) ?? modifiedAtOf(job)) : undefined;
  // How long one took that vanished while it ran is not known.
  const until = ended ? endedAt : terminal ? undefined : observedAt;
  const facts = jobFactsOf(job, until ?? endedAt ?? observedAt);
  return [
    job.status,
    job.secondaryStatus,
    outcome === 'unknown' ? label : outcome,
    terminal ? 1 : 0,
    job.spot ? 1 : 0,
    facts.interruptions,
    job.createdAt,
    modifiedAtOf(job),
    endedAt ?? null,
    until === undefined ? null : durationSeconds(job, until),
    job.trainingSeconds ?? null,
    job.billableSeconds ?? null,
    job.instanceType ?? null,
    job.instanceCount ?? null,
    facts.standing,
    facts.waitingSeconds,
    facts.startingSeconds,
    facts.heldSeconds,
    facts.checkpointed ? 1 : 0,
    // What a running job has done so far is compared with nothing.
    ended ? (facts.maxUsefulSeconds ?? null) : null,
    facts.mayHaveLost ? 1 : 0,
    matchNumberOf(job),
    ...leadingPartLengths(job.name),
    nearestLauncher(job) ?? null,
    job.serverless === undefined ? 0 : 1,
    job.goneAt ?? null,
  ];
};

/** 48 bits of a digest: jobs with the same number are taken for runs of the same script. */
const matchNumberOf = (job: TrainingJob): number =>
  createHash('sha256').update(matchKeyOf(job)).digest().readUIntBE(0, 6);

/** Ms since the epoch. A job that was never changed has its time of creation. */
export const modifiedAtOf = (job: TrainingJob): number => job.lastModifiedAt ?? job.createdAt;
