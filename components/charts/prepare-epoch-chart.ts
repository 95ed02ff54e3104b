/**
 * Prepares one chart on the epoch axis. An epoch trained twice appears twice: the latest attempt's value on the
 * counting line, the earlier one on a superseded line that starts where that attempt was last still counting.
 */
import { type EpochAxisName, type EpochRecord } from '@/lib/training/epochs';
import { type EpochSeries, type ResumePoint } from '@/lib/training/epoch-series';
import { type ChartLine, type ChartModel, type Reading } from './chart-model';
import { collectLines, type PlotPoint } from './collect-lines';
import { type MetricGroup } from './metric-groups';
import { epochTicks } from './nice-ticks';
import { splitAtGaps } from './split-at-gaps';

export interface EpochChartInput {
  group: MetricGroup;
  series: readonly EpochSeries[];
  records: readonly EpochRecord[];
  resumePoints: readonly ResumePoint[];
  /** The last epoch the job means to train, where known: the axis then does not move while it runs. */
  plannedLast?: number;
  countedBy?: EpochAxisName;
}

export const prepareEpochChart = (input: EpochChartInput): ChartModel => {
  const { group, records, resumePoints } = input;
  const times = new Map(records.map((record) => [keyOf(record), record.endedAt ?? record.startedAt]));
  const readings = new Map<number, Reading[]>();
  const drawn: { line: Omit<ChartLine, 'key' | 'single'>; points: PlotPoint[] }[] = [];

  for (const metric of group.metrics) {
    const points = (input.series.find((series) => series.metric === metric)?.points ?? [])
      .map((point) => ({ ...point, x: point.epoch, y: point.value }))
      .sort((a, b) => a.x - b.x || a.attempt - b.attempt);
    for (const point of points) {
      const at = times.get(keyOf(point));
      const { epoch, value, attempt, superseded } = point;
      const reading = { metric, value, attempt, epoch, superseded, ...(at !== undefined && { at }) };
      readings.set(epoch, [...(readings.get(epoch) ?? []), reading]);
    }
    const counting = points.filter((point) => !point.superseded);
    for (const segment of splitAtGaps(counting)) {
      drawn.push({ line: { metric, kind: 'counting' }, points: segment });
    }
    for (const attempt of new Set(points.map((point) => point.attempt))) {
      const lost = points.filter((point) => point.attempt === attempt && point.superseded);
      if (lost.length === 0) continue;
      const first = lost[0]?.x ?? 0;
      const anchor = counting.findLast((point) => point.attempt === attempt && point.x < first);
      for (const segment of splitAtGaps(anchor ? [anchor, ...lost] : lost)) {
        const start = anchor && segment[0] === anchor ? { anchor: anchor.x } : {};
        drawn.push({ line: { metric, kind: 'superseded', ...start }, points: segment });
      }
    }
  }

  const epochs = [...readings.keys(), ...resumePoints.map((point) => point.epoch)];
  const first = epochs.length > 0 ? Math.min(...epochs) : 1;
  const last = Math.max(first + 1, input.plannedLast ?? first, ...epochs);
  for (const list of readings.values()) list.sort((a, b) => (b.attempt ?? 0) - (a.attempt ?? 0));

  return {
    id: group.id,
    title: group.title,
    axis: 'epoch',
    xLabel: input.countedBy === 'round' ? 'Round' : 'Epoch',
    metrics: group.metrics,
    ...collectLines(drawn),
    marks: resumePoints.map(({ attempt, epoch, checkpoint }) => ({
      x: epoch - 0.5,
      attempt,
      epoch,
      ...(checkpoint !== undefined && { checkpoint }),
    })),
    bands: recomputedBands(records, resumePoints),
    domain: [first, last],
    ticks: epochTicks([first, last]),
    readings,
  };
};

const keyOf = ({ attempt, epoch }: { attempt: number; epoch: number }) => `${attempt}/${epoch}`;

/** From where an attempt resumed to the furthest that those before it had come: work that was done twice. */
const recomputedBands = (records: readonly EpochRecord[], resumePoints: readonly ResumePoint[]) =>
  resumePoints.flatMap(({ attempt, epoch }) => {
    const before = records.filter(
      (record) => record.attempt < attempt && record.epoch >= epoch && Object.keys(record.metrics).length > 0,
    );
    if (before.length === 0) return [];
    const last = Math.max(...before.map((record) => record.epoch));
    const label =
      last === epoch ? `Epoch ${epoch} trained again` : `Epochs ${epoch} to ${last} trained again`;
    return [{ kind: 'recomputed' as const, from: epoch - 0.5, to: last + 0.5, label }];
  });
