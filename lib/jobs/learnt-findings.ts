/**
 * Puts together what was learnt of a finished job and what AWS still answers. CloudWatch deletes a log and its
 * metrics from their beginning on, and S3 what a lifecycle rule says: what is gone there is kept here.
 */
import { type EpochRecord } from '../training/epochs';
import { type JobSnapshot, type MetricSeries } from '../training/job-snapshot';

/** What a log says of epochs and of what each attempt starts from. */
export type LogFindings = Pick<JobSnapshot, 'epochs' | 'resumeNotices' | 'epochAxis'>;

/**
 * @param readFrom time of the first line read of each attempt, ms since the epoch: from there on the log counts,
 * and what was learnt of before it is kept
 */
export const keepFindings = (
  known: LogFindings | undefined,
  read: LogFindings,
  readFrom: ReadonlyMap<number, number>,
): LogFindings => {
  const isGone = (attempt: number, at: number) => at < (readFrom.get(attempt) ?? Number.POSITIVE_INFINITY);
  const epochs = new Map(
    (known?.epochs ?? [])
      .filter(({ attempt, startedAt }) => isGone(attempt, startedAt))
      .map((record) => [`${record.attempt}/${record.epoch}`, record]),
  );
  for (const record of read.epochs) {
    const key = `${record.attempt}/${record.epoch}`;
    epochs.set(key, continued(epochs.get(key), record));
  }
  const notices = new Map(
    (known?.resumeNotices ?? [])
      .filter(({ attempt, at }) => isGone(attempt, at))
      .map((notice) => [notice.attempt, notice]),
  );
  for (const notice of read.resumeNotices ?? []) notices.set(notice.attempt, notice);
  const axis = read.epochAxis ?? known?.epochAxis;
  return {
    epochs: [...epochs.values()].sort((a, b) => a.attempt - b.attempt || a.epoch - b.epoch),
    resumeNotices: [...notices.values()].sort((a, b) => a.attempt - b.attempt),
    ...(axis !== undefined && { epochAxis: axis }),
  };
};

/** An epoch whose first lines are gone and whose last ones are still there. */
const continued = (known: EpochRecord | undefined, read: EpochRecord): EpochRecord =>
  known === undefined
    ? read
    : {
        ...known,
        ...read,
        metrics: { ...known.metrics, ...read.metrics },
        startedAt: Math.min(known.startedAt, read.startedAt),
      };

/** Of each metric the series with more points: CloudWatch keeps ever fewer of them, and at last none. */
export const keepSeries = (
  known: readonly MetricSeries[] | undefined,
  read: readonly MetricSeries[],
): MetricSeries[] => {
  const before = new Map((known ?? []).map((series) => [series.name, series]));
  const series = read.map((one) => {
    const kept = before.get(one.name);
    before.delete(one.name);
    return kept !== undefined && kept.points.length > one.points.length ? kept : one;
  });
  return [...series, ...before.values()];
};
