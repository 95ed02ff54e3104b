/** What a chart is given to draw: nothing is left to decide but pixels. */
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
  ticks: number[];
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
  /** `superseded`: a later attempt trained these epochs again. */
  kind: 'counting' | 'superseded';
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
