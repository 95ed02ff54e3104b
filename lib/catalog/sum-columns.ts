/** What the savings report and the waste board sum of jobs, in SQL; an unknown value adds nothing. */
import sql, { raw, type Sql } from 'sql-template-tag';
import { keysOf } from '../training/keyed';
import { type GroupSums, type JobSums } from '../training/report/amounts';
import { suitingRungs } from '../training/report/suiting-rungs';
import { type WasteSums } from '../training/report/waste-board';
import { type Merged } from './merged-sums';
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

/** Sums as they are kept: what is selected of jobs, and how those of several periods make one. */
export interface SumsReading<Sums extends object> extends Merged<Sums> {
  /** Of all members, in the order in which they are kept. */
  names: readonly (keyof Sums & string)[];
}

const names = <Sums extends object>(readings: Partial<Readings<Sums>>): (keyof Sums & string)[] =>
  keysOf(readings);

/** Of one kind, which is added to them; the group comes first, for GROUP BY 1. */
export const groupSumsBy = (group: Sql) =>
  readerOf<Omit<GroupSums, keyof JobKind>>({ group: perhaps(text(group)), ...grouped });

const kindKey = ({ standing, spot, instanceType }: JobKind): string =>
  `${standing} ${spot ? 1 : 0} ${instanceType ?? ''}`;
/** A group may have any name, and none is another than the empty one. */
const groupKey = (group: string | undefined): string => (group === undefined ? '' : `=${group}`);

export const groupSums: SumsReading<GroupSums> = {
  names: ['group', ...names<GroupSums>(kind), ...names<GroupSums>(grouped)],
  added: names<GroupSums>(grouped),
  keyOf: (one) => `${kindKey(one)} ${groupKey(one.group)}`,
};

const ofKind = {
  ...grouped,
  ...lost,
  heldSeconds: number('total(held_seconds)'),
  ranOutOfWait: number(`sum(outcome = 'max-wait-exceeded')`),
  withoutCheckpoints: number('sum(spot = 1 AND checkpointed = 0)'),
};

export const kindSums: SumsReading<JobSums> & ReturnType<typeof readerOf<JobSums>> = {
  ...readerOf<JobSums>({ ...kind, ...ofKind }),
  names: [...names<JobSums>(kind), ...names<JobSums>(ofKind)],
  added: names<JobSums>(ofKind),
  keyOf: kindKey,
};

/** The first time of `suitingRungs` within which a job suits spot, 0 for one with checkpoints; NULL for one that never does. */
const rung = raw(
  `CASE WHEN checkpointed = 1 THEN 0 ${suitingRungs
    .map((seconds) => `WHEN training_seconds <= ${seconds} THEN ${seconds}`)
    .join(' ')} END`,
);

/** Of completed on-demand jobs that would have suited spot, had an instance stayed so many seconds. */
export interface RungSums {
  instanceType: string;
  rung: number;
  jobs: number;
  trainingInstanceSeconds: number;
  billableInstanceSeconds: number;
}
export const rungSums: SumsReading<RungSums> & ReturnType<typeof readerOf<Omit<RungSums, 'instanceType'>>> = {
  ...readerOf<Omit<RungSums, 'instanceType'>>({ rung: number(rung), ...billed }),
  names: ['instanceType', 'rung', ...names<RungSums>(billed)],
  added: names<RungSums>(billed),
  keyOf: (one) => `${one.rung} ${one.instanceType}`,
};

/** What was spent for nothing, or would have been saved had an instance stayed so long on spot. */
export type WastedSums = WasteSums & { rung?: number };
const wasted = { ...billed, ...lost };
/** As `groupSumsBy`, by rung where jobs are told apart by it. */
export const wasteSumsBy = (group: Sql, byRung: boolean) =>
  readerOf<Omit<WastedSums, 'cause' | 'instanceType'>>({
    group: perhaps(text(group)),
    rung: perhaps(number(byRung ? rung : sql`NULL`)),
    ...wasted,
  });
export const wastedSums: SumsReading<WastedSums> = {
  names: ['cause', 'instanceType', 'group', 'rung', ...names<WastedSums>(wasted)],
  added: names<WastedSums>(wasted),
  keyOf: (one) => `${one.cause} ${one.rung ?? ''} ${one.instanceType ?? ''} ${groupKey(one.group)}`,
};
export const wasteSums: Merged<WasteSums> = { added: names<WasteSums>(wasted), keyOf: wastedSums.keyOf };

/** A job that never suits spot has no rung. */
export const suitsAtAll = sql`(checkpointed = 1 OR training_seconds <= ${suitingRungs.at(-1) ?? 0})`;
