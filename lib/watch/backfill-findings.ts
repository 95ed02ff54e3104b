/**
 * Puts together what was backfilled of a finished job and what AWS still answers. CloudWatch deletes a log and its
 * metrics from their beginning on, and S3 what a lifecycle rule says: what is gone there is kept here.
 */
import {
  type AttemptModel,
  type EpochModel,
  type SeriesModel,
  type TrainingModel,
} from '../training-log/model';
import { type JobSnapshot, type MetricSeries } from '../training/job-snapshot';

/** What a log says, and whether an older reader said it. */
export type LogFindings = Pick<JobSnapshot, 'reading' | 'oldReading'>;

/**
 * @param readFrom time of the first line read of each attempt, ms since the epoch: from there on the log counts,
 * and what was backfilled of before it is kept
 */
export const keepFindings = (
  before: LogFindings | undefined,
  read: TrainingModel,
  readFrom: ReadonlyMap<number, number>,
): LogFindings => {
  if (before === undefined) return { reading: read };
  const lines = new Map(read.attempts.map((attempt) => [attempt.attempt, attempt]));
  const cut = before.reading.attempts.filter(
    ({ attempt, startedAt }) => startedAt < (readFrom.get(attempt) ?? Number.POSITIVE_INFINITY),
  );
  if (cut.length === 0) return { reading: read };
  const attempts = new Map(lines);
  for (const before of cut) {
    const rest = lines.get(before.attempt);
    attempts.set(before.attempt, rest === undefined ? before : continued(before, rest));
  }
  // A verdict rests on an attempt's beginning and on the end of the one before it.
  const isCut = (number: number) => cut.some(({ attempt }) => attempt === number);
  const resumes = new Map(read.resumes.map((resume) => [resume.attempt, resume]));
  for (const resume of before.reading.resumes) {
    if (isCut(resume.attempt) || isCut(resume.attempt - 1)) resumes.set(resume.attempt, resume);
  }
  return {
    reading: {
      counts: read.counts ?? before.reading.counts,
      attempts: [...attempts.values()].sort((a, b) => a.attempt - b.attempt),
      resumes: [...resumes.values()].sort((a, b) => a.attempt - b.attempt),
    },
    ...(before.oldReading && { oldReading: true }),
  };
};

/** An attempt whose first lines are gone and whose last ones are still there. */
const continued = (before: AttemptModel, rest: AttemptModel): AttemptModel => {
  const last = before.series.at(-1);
  const [first, ...later] = rest.series;
  const series =
    last === undefined || first === undefined || last.counts !== first.counts
      ? [...before.series, ...rest.series]
      : [...before.series.slice(0, -1), continuedSeries(last, first, rest.startedAt), ...later];
  const reached = highest(before.reached, rest.reached);
  const planned = rest.planned ?? before.planned;
  const ended = rest.ended ?? before.ended;
  return {
    ...before,
    ...rest,
    series,
    ...(reached !== undefined && { reached }),
    ...(planned !== undefined && { planned }),
    ...(ended !== undefined && { ended }),
    saved: [...before.saved.filter(({ at }) => at < rest.startedAt), ...rest.saved],
    startedAt: before.startedAt,
  };
};

const continuedSeries = (before: SeriesModel, rest: SeriesModel, restFrom: number): SeriesModel => {
  const epochs = new Map(before.epochs.map((epoch) => [epoch.number, epoch]));
  for (const epoch of rest.epochs) epochs.set(epoch.number, continuedEpoch(epochs.get(epoch.number), epoch));
  return {
    ...before,
    reached: Math.max(before.reached, rest.reached),
    epochs: [...epochs.values()].sort((a, b) => a.number - b.number),
    points: [...before.points.filter(({ at }) => at < restFrom), ...rest.points],
    evaluations: [...before.evaluations.filter(({ at }) => at < restFrom), ...rest.evaluations],
  };
};

const continuedEpoch = (before: EpochModel | undefined, rest: EpochModel): EpochModel =>
  before === undefined
    ? rest
    : {
        ...before,
        ...rest,
        metrics: { ...before.metrics, ...rest.metrics },
        startedAt: Math.min(before.startedAt, rest.startedAt),
      };

const highest = (one: number | undefined, other: number | undefined): number | undefined =>
  one === undefined || other === undefined ? (one ?? other) : Math.max(one, other);

/** Of each metric the series with more points: CloudWatch keeps ever fewer of them, and at last none. */
export const keepSeries = (
  stored: readonly MetricSeries[] | undefined,
  read: readonly MetricSeries[],
): MetricSeries[] => {
  const before = new Map((stored ?? []).map((series) => [series.name, series]));
  const series = read.map((one) => {
    const kept = before.get(one.name);
    before.delete(one.name);
    return kept !== undefined && kept.points.length > one.points.length ? kept : one;
  });
  return [...series, ...before.values()];
};
