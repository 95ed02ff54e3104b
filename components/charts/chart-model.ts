import { type TickKind } from './nice-ticks';

/** One chart of all that is known: what the reader looks at of it is decided in `shown-chart.ts`. */
export interface ChartModel {
  id: string;
  title: string;
  axis: ChartAxis;
  /** What x is, for the axis and the tooltip: `Epoch`, `Round`, `Time since …`. */
  xLabel: string;
  /** Metrics in legend order; their index chooses colour and mark. */
  metrics: string[];
  lines: ChartLine[];
  /** One row per x, ascending; a line's value is under its key. */
  rows: ChartRow[];
  marks: ResumeMark[];
  bands: ChartBand[];
  /** Inclusive range of x. */
  domain: [number, number];
  tickKind: TickKind;
  /** Of the values, where it is the same whatever they are. */
  scale?: [number, number];
  /** Ms since the epoch at x = 0, on the time axis. */
  origin?: number;
  /** Why this chart has another axis than the one chosen. */
  note?: string;
  /** What is known at an x, for tooltip and keyboard. */
  readings: Map<number, Reading[]>;
}

/** `epoch`: x is the epoch, round or step as the script numbers it. `time`: x is seconds since the job was created. */
export type ChartAxis = 'epoch' | 'time';

/** Not the metric's name, which may mean something to the chart: `a.b` is a path to it, `x` the axis. */
export type LineKey = `line${number}`;

export interface ChartRow {
  x: number;
  [lineKey: LineKey]: number;
}

export interface ChartLine {
  key: LineKey;
  metric: string;
  /** `superseded`: a later attempt trained these epochs again. `raw`: as printed, behind its smoothed line. */
  kind: 'counting' | 'superseded' | 'raw';
  /** A line of one point is invisible without its mark. */
  single: boolean;
  /** Where the line leaves another one: that point is the other line's. */
  anchor?: number;
}

/** Where a later attempt took training up again. */
export interface ResumeMark {
  x: number;
  attempt: number;
  /** Where it took up: `epoch 3`, `0.64 epochs`. */
  label: string;
  checkpoint?: string;
}

/** An interruption takes time, but no epoch: on that axis `from` is `to`. */
export interface ChartBand {
  kind: 'interruption' | 'recomputed';
  from: number;
  to: number;
  label: string;
}

export interface Reading {
  metric: string;
  value: number;
  attempt?: number;
  epoch?: number;
  /** Ms since the epoch. */
  at?: number;
  /** `sequence` of the log's line that says so. */
  line?: number;
  superseded: boolean;
}
