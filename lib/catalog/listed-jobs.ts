/** What a list and the CSV read of a job, and what a list is sorted by, in SQL. */
import { type ExportedJob, type JobRow, type JobSortKey } from '../training/job-columns';
import { listedStandings } from '../training/job-filters';
import sql from 'sql-template-tag';
import { type LauncherKind, launcherChoices } from '../training/launched-by';
import { archivedTag, favouriteTag } from '../training/job-tags';
import { flag, number, oneOf, perhaps, type Readings, readerOf, text } from './rows';

/** @property nullable unknown values come last, whichever way
 *  @property coarse of few values, so that its index goes on with the time of creation */
export const sorting: Record<JobSortKey, { column: string; index: string; nullable?: true; coarse?: true }> =
  {
    name: { column: 'name', index: 'job_by_name' },
    // Of several scopes each has its rank in place of it.
    where: { column: 'scope', index: 'job_by_created', coarse: true },
    status: { column: 'outcome', index: 'job_by_outcome', coarse: true },
    spot: { column: 'spot', index: 'job_by_spot', coarse: true },
    interruptions: { column: 'interruptions', index: 'job_by_interruptions', coarse: true },
    progress: { column: 'epoch_share', index: 'job_by_progress', nullable: true },
    duration: { column: 'duration_seconds', index: 'job_by_duration', nullable: true },
    savings: { column: 'saved_share', index: 'job_by_savings', nullable: true },
    instance: { column: 'instance_type', index: 'job_by_instance', nullable: true, coarse: true },
    cost: { column: 'cost_usd', index: 'job_by_cost', nullable: true },
    saved: { column: 'saved_usd', index: 'job_by_saved', nullable: true },
    created: { column: 'created_at', index: 'job_by_created' },
    ended: { column: 'ended_at', index: 'job_by_end', nullable: true },
    launcher: { column: 'launched_by', index: 'job_by_launcher', nullable: true, coarse: true },
  };

const launchers: readonly LauncherKind[] = launcherChoices.map(([kind]) => kind);

const both = {
  name: text('name'),
  status: text('status'),
  secondaryStatus: text('secondary_status'),
  spot: flag('spot'),
  interruptions: number('interruptions'),
  createdAt: number('created_at'),
  endedAt: perhaps(number('ended_at')),
  trainingSeconds: perhaps(number('training_seconds')),
  billableSeconds: perhaps(number('billable_seconds')),
  usefulSeconds: perhaps(number('useful_seconds')),
  atMost: flag('at_most'),
  forNothing: flag(`standing = 'failed'`),
  savedShare: perhaps(number('saved_share')),
  instanceType: perhaps(text('instance_type')),
  instanceCount: perhaps(number('instance_count')),
  usdPerHour: perhaps(number('usd_per_hour')),
  // Told by who asks several scopes.
  where: perhaps(text('NULL')),
  launchedBy: perhaps(oneOf('launched_by', launchers)),
  serverless: perhaps(flag('NULLIF(serverless, 0)')),
  goneAt: perhaps(number('gone_at')),
};

/** True, or nothing. */
const marked = (key: string) =>
  perhaps(flag(sql`NULLIF(EXISTS (SELECT 1 FROM job_tag WHERE job = job.id AND key = ${key}), 0)`));

const listed: Readings<Omit<JobRow, 'values'>> = {
  ...both,
  position: perhaps(number('position')),
  counts: perhaps(oneOf('counted_by', ['epoch', 'round', 'step'])),
  of: perhaps(number('epoch_of')),
  epochShare: perhaps(number('epoch_share')),
  favourite: marked(favouriteTag),
  archived: marked(archivedTag),
};

const exported: Readings<ExportedJob> = {
  ...both,
  durationSeconds: perhaps(number('duration_seconds')),
  waitingSeconds: number('waiting_seconds'),
  simulated: perhaps(flag('NULL')),
  recomputedEpochs: perhaps(number('recomputed_epochs')),
  lostSeconds: perhaps(number('lost_seconds')),
  checkpoints: flag('checkpointed'),
  standing: oneOf(
    `CASE WHEN standing = 'counted' AND usd_per_hour IS NULL THEN 'unpriced' ELSE standing END`,
    listedStandings,
  ),
};

export const listedJob = readerOf(listed);
export const exportedJob = readerOf(exported);
