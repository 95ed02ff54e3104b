/** A chart as the reader chose to look at it: a stretch of its axis, smoothed lines, a logarithmic scale. */
import { type ChartLine, type ChartModel, type ChartRow, type LineKey } from './chart-model';
import { extentOf } from './extent';
import { logTicks, ticksOn, valueTicks } from './nice-ticks';
import { smoothed } from './smoothing';

export interface ChartView {
  /** Stretch of the x axis; absent: all of it. */
  range?: readonly [number, number];
  logScale: boolean;
  /** 0: as printed; below 1. */
  smoothing: number;
}

export interface ShownChart extends ChartModel {
  /** The axis goes on beyond what is shown. */
  isPart: boolean;
  ticks: number[];
  y: [number, number];
  yTicks: number[];
  /** Not where a value is zero or less. */
  logScale: boolean;
}

/** @param hidden metrics that the reader switched off: the scale is that of the others */
export const shownChart = (model: ChartModel, hidden: ReadonlySet<string>, view: ChartView): ShownChart => {
  const domain = within(view.range, model.domain);
  const { lines, rows } = view.smoothing > 0 ? withSmoothedLines(model, view.smoothing) : model;
  const drawn = lines.filter(({ metric }) => !hidden.has(metric));
  const values = rows
    .filter(({ x }) => x >= domain[0] && x <= domain[1])
    .flatMap((row) => drawn.flatMap(({ key }) => row[key] ?? []))
    .filter(Number.isFinite);
  const logScale = view.logScale && values.length > 0 && values.every((value) => value > 0);
  const scale = logScale
    ? logScaleOf(values)
    : model.scale
      ? { y: model.scale, yTicks: valueTicks(model.scale) }
      : linearScaleOf(values);
  return {
    ...model,
    lines,
    rows,
    domain,
    isPart: domain[0] > model.domain[0] || domain[1] < model.domain[1],
    ticks: ticksOn(model.tickKind, domain),
    ...scale,
    logScale,
  };
};

/** What of a chosen stretch is on the axis; all of it where nothing is. */
const within = (range: ChartView['range'], [first, last]: readonly [number, number]): [number, number] => {
  if (range === undefined) return [first, last];
  const from = Math.max(first, range[0]);
  const to = Math.min(last, range[1]);
  return from < to ? [from, to] : [first, last];
};

const withSmoothedLines = ({ lines, rows }: ChartModel, weight: number) => {
  const shown: ChartLine[] = [];
  const values = rows.map((row): ChartRow => ({ ...row }));
  for (const line of lines) {
    const own = values.flatMap((row) => {
      const value = row[line.key];
      return value === undefined ? [] : [{ row, value }];
    });
    if (line.kind !== 'counting' || own.length < 2) {
      shown.push(line);
      continue;
    }
    const key: LineKey = `line${lines.length + shown.length}`;
    const means = smoothed(
      own.map(({ value }) => value),
      weight,
    );
    for (const [index, mean] of means.entries()) {
      const row = own[index]?.row;
      if (row) row[key] = mean;
    }
    shown.push({ ...line, kind: 'raw' }, { ...line, key });
  }
  return { lines: shown, rows: values };
};

const linearScaleOf = (values: readonly number[]): Pick<ShownChart, 'y' | 'yTicks'> => {
  const [low, high] = extentOf(values) ?? [0, 1];
  const margin = low === high ? Math.abs(low) / 10 || 1 : (high - low) / 20;
  // A share, a loss and a count have nothing below zero.
  const from = low >= 0 ? Math.max(0, low - margin) : low - margin;
  const y: [number, number] = [from, high + margin];
  return { y, yTicks: valueTicks(y) };
};

const logScaleOf = (values: readonly number[]): Pick<ShownChart, 'y' | 'yTicks'> => {
  const [low, high] = extentOf(values) ?? [0, 1];
  const y: [number, number] = low === high ? [low / 2, high * 2] : [low / 1.1, high * 1.1];
  const ticks = logTicks(y);
  return { y, yTicks: ticks.length >= 2 ? ticks : valueTicks(y, 4).filter((tick) => tick > 0) };
};
