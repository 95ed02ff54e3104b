import { type Point } from '../statistics';
import { MathError } from './parse-expression';
import { type MathValue, type Series } from './series';

/** Functions of metric math; what is not here is refused by name. */
type Fold = (values: readonly number[]) => number;

const sum: Fold = (values) => values.reduce((total, value) => total + value, 0);
const folds: ReadonlyMap<string, Fold> = new Map([
  ['SUM', sum],
  ['AVG', (values) => sum(values) / values.length],
  ['MIN', (values) => values.reduce((least, value) => Math.min(least, value))],
  ['MAX', (values) => values.reduce((most, value) => Math.max(most, value))],
]);

/** Series in, series out. */
type Change = (series: Series) => readonly Point[];

const each =
  (change: (value: number) => number): Change =>
  ({ points }) =>
    points.map(({ timestamp, value }) => ({ timestamp, value: change(value) }));
/** What comes of a point and the one before it; the first point has none. */
const pairwise =
  (change: (before: Point, point: Point) => number): Change =>
  ({ points }) =>
    points
      .slice(1)
      .map((point, index) => ({ timestamp: point.timestamp, value: change(points[index]!, point) }));

const changes: ReadonlyMap<string, Change> = new Map([
  ['ABS', each(Math.abs)],
  ['CEIL', each(Math.ceil)],
  ['FLOOR', each(Math.floor)],
  ['DIFF', pairwise((before, point) => point.value - before.value)],
  ['DIFF_TIME', pairwise((before, point) => (point.timestamp - before.timestamp) / 1000)],
  [
    'RATE',
    pairwise((before, point) => (1000 * (point.value - before.value)) / (point.timestamp - before.timestamp)),
  ],
  ['PERIOD', ({ points, period }) => points.map(({ timestamp }) => ({ timestamp, value: period }))],
  [
    'RUNNING_SUM',
    ({ points }) => {
      let total = 0;
      return points.map(({ timestamp, value }) => ({ timestamp, value: (total += value) }));
    },
  ],
]);

export const functionNames = [...folds.keys(), ...changes.keys(), 'METRICS'].sort();

/** Throws MathError for a function that is not known or operands that it does not take. */
export const callFunction = (name: string, operands: readonly MathValue[]): MathValue => {
  const fold = folds.get(name);
  const change = changes.get(name);
  if (!fold && !change) {
    throw new MathError(`the function ${name} is not supported; ${functionNames.join(', ')} are`);
  }
  const [only] = operands;
  if (operands.length !== 1 || !only || only.kind === 'number') {
    throw new MathError(`${name} takes one time series, an array of them, or METRICS()`);
  }
  if (change) {
    const changed = (series: Series): Series => ({ ...series, points: change(series) });
    return only.kind === 'series'
      ? { kind: 'series', series: changed(only.series) }
      : { kind: 'list', list: only.list.map(changed) };
  }
  if (only.kind === 'list') return { kind: 'series', series: across(only.list, fold!) };
  if (only.series.points.length === 0) return { kind: 'series', series: { ...only.series, points: [] } };
  return { kind: 'number', value: fold!(only.series.points.map(({ value }) => value)) };
};

/** Folds the series at each time at which any of them has a value. */
const across = (list: readonly Series[], fold: Fold): Series => {
  const byTime = new Map<number, number[]>();
  for (const { points } of list) {
    for (const { timestamp, value } of points) {
      const values = byTime.get(timestamp);
      if (values) values.push(value);
      else byTime.set(timestamp, [value]);
    }
  }
  const points = [...byTime]
    .sort(([left], [right]) => left - right)
    .map(([timestamp, values]) => ({ timestamp, value: fold(values) }));
  return { label: '', period: Math.max(0, ...list.map(({ period }) => period)), points };
};
