/** Puts values where they belong: to an epoch, as a point of its curve, or to an evaluation apart. */
import {
  addPoint,
  addValues,
  type AttemptDraft,
  type EpochDraft,
  MAX_EVALUATIONS,
  MAX_METRICS,
  type MetricValues,
  type SeriesDraft,
} from './drafts';
import { type Bar } from './bars';
import { type LineFacts, namedWith } from './facts';
import { kindOfName, type Split } from './metric-names';
import { type TrainingLogLine } from './model';
import { type MetricPair } from './pairs';
import { hasPosition, latestSeries } from './positions';

export interface RecordOptions {
  split?: { split: Split; word: string };
  /** Which values do not count where they are those of the epoch before: a bar goes on showing them. */
  stale?: 'none' | 'all' | 'held-out';
  /** Values of a finished epoch stay. */
  onlyNew?: boolean;
}

/** @returns whether anything changed */
export const record = (
  series: SeriesDraft,
  epoch: EpochDraft,
  pairs: readonly MetricPair[],
  line: TrainingLogLine,
  options: RecordOptions,
): boolean => {
  const metrics: MetricValues = new Map();
  let changed = false;
  for (const pair of pairs) {
    const { name, value, split } = namedWith(pair, options.split);
    const isHeldOut = split !== undefined && split !== 'train';
    if (options.onlyNew && epoch.metrics.has(name)) continue;
    if (
      options.stale !== undefined &&
      options.stale !== 'none' &&
      value !== undefined &&
      series.previous?.metrics.get(name) === value
    ) {
      const awaitsValidation = series.previous?.validated === true && epoch.validated !== true;
      if (options.stale === 'all' || (isHeldOut && awaitsValidation)) continue;
    }
    if (!epoch.metrics.has(name) && epoch.metrics.size >= MAX_METRICS) continue;
    epoch.metrics.set(name, value ?? Number.NaN);
    if (split === 'test' || split === 'eval') series.testNames.add(name);
    if (value !== undefined) metrics.set(name, value);
    changed = true;
  }
  if (!changed) return false;
  epoch.endedAt = Math.max(line.at, epoch.endedAt ?? line.at);
  epoch.line = line.sequence;
  if (metrics.size > 0) {
    addPoint(series.points, { raw: epoch.number + epoch.part, metrics, at: line.at, line: line.sequence });
  }
  return true;
};

export const isNewTest = (series: SeriesDraft, pairs: readonly MetricPair[]) =>
  series.epochs.size > 1 && pairs.every(({ name }) => !series.testNames.has(name));

/** A validation's or test's line without a position: of the epoch, or, after the last one, a final result. */
export const takeHeldOut = (
  attempt: AttemptDraft,
  facts: LineFacts,
  split: { split: Split; word: string },
  line: TrainingLogLine,
): boolean => {
  const series = latestSeries(attempt);
  const { current } = series;
  const named = facts.pairs
    .map((pair) => namedWith(pair, split))
    .filter(({ name }) => kindOfName(name) !== 'setting');
  if (named.length === 0) return false;
  const isFinal =
    !current || series.ended || (current.done && split.split === 'test' && isNewTest(series, named));
  if (isFinal)
    return current || series.steps || hasPosition(attempt)
      ? evaluate(attempt, named, split.split, line)
      : false;
  current.validated = true;
  return record(series, current, named, line, {});
};

/** @param bar of a bar that may be drawn again */
export const evaluate = (
  attempt: AttemptDraft,
  pairs: readonly MetricPair[],
  split: Split,
  line: TrainingLogLine,
  bar?: Bar,
): boolean => {
  const series = latestSeries(attempt);
  const metrics: MetricValues = new Map();
  for (const { name, value } of pairs) {
    if (value !== undefined && kindOfName(name) !== 'setting') metrics.set(name, value);
  }
  const raw = series.current ? series.current.number + series.current.part : (series.steps?.last ?? 0);
  const last = series.evaluations.at(-1);
  const isRedrawn =
    last && bar && last.steps === bar.steps && bar.step >= (last.lastStep ?? 0) && last.raw === raw;
  if (isRedrawn) {
    addValues(last.metrics, metrics);
    last.lastStep = bar.step;
    return true;
  }
  if (metrics.size === 0) return false;
  if (last && !bar && last.raw === raw && last.split === split && line.sequence - last.sequence <= 5) {
    addValues(last.metrics, metrics);
    return true;
  }
  if (series.evaluations.length >= MAX_EVALUATIONS) series.evaluations.shift();
  series.evaluations.push({
    raw,
    split,
    metrics,
    at: line.at,
    line: line.sequence,
    sequence: line.sequence,
    ...(bar?.steps !== undefined && { steps: bar.steps }),
    ...(bar && { lastStep: bar.step }),
  });
  return true;
};
