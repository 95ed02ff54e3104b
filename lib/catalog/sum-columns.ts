/** What the savings report and the waste board sum of jobs, in SQL; an unknown value adds nothing. */
import { type Sql } from 'sql-template-tag';
import { type GroupSums, type JobSums } from '../training/report/amounts';
import { type WasteSums } from '../training/report/waste-board';
import { flag, number, oneOf, perhaps, type Readings, readerOf, text } from './rows';

/** Jobs that have their standing, option and instance type in common. */
export type JobKind = Pick<JobSums, 'standing' | 'spot' | 'instanceType'>;

export const finishedStandings: readonly JobKind['standing'][] = ['counted', 'failed', 'unbilled'];

const kind: Readings<JobKind> = {
  standing: oneOf('standing', finishedStandings),
  spot: flag('spot'),
  instanceType: perhaps(text('instance_type')),
};

const billed = {
  jobs: number('count(*)'),
  trainingInstanceSeconds: number('total(training_seconds * instance_count)'),
  billableInstanceSeconds: number('total(billable_seconds * instance_count)'),
};

const grouped: Readings<Omit<GroupSums, keyof JobKind | 'group'>> = {
  ...billed,
  usefulInstanceSeconds: number('total(useful_seconds * instance_count)'),
  atMostJobs: number('sum(at_most)'),
  waitingSeconds: number('total(waiting_seconds)'),
  startingSeconds: number('total(starting_seconds)'),
  interruptions: number('sum(interruptions)'),
  recomputedEpochs: number('total(recomputed_epochs)'),
  heldInstanceSeconds: number('total(held_seconds * instance_count)'),
};

const lost = {
  interruptedJobs: number('sum(interruptions > 0)'),
  backfilledJobs: number('sum(interruptions > 0 AND lost_seconds IS NOT NULL)'),
  lostInstanceSeconds: number('total(lost_seconds * instance_count)'),
  lostBillableInstanceSeconds: number(`total(CASE WHEN training_seconds > 0
    THEN lost_seconds * instance_count * billable_seconds * 1.0 / training_seconds END)`),
};

/** Of one kind, which is added to them; the group comes first, for GROUP BY 1. */
export const groupSumsBy = (group: Sql) =>
  readerOf<Omit<GroupSums, keyof JobKind>>({ group: perhaps(text(group)), ...grouped });

export const kindSums = readerOf<JobSums>({
  ...kind,
  ...grouped,
  ...lost,
  heldSeconds: number('total(held_seconds)'),
  ranOutOfWait: number(`sum(outcome = 'max-wait-exceeded')`),
  withoutCheckpoints: number('sum(spot = 1 AND checkpointed = 0)'),
});

/** As `groupSumsBy`. */
export const wasteSumsBy = (group: Sql) =>
  readerOf<Omit<WasteSums, 'cause' | 'instanceType'>>({ group: perhaps(text(group)), ...billed, ...lost });

export const candidateSums = readerOf(billed);
