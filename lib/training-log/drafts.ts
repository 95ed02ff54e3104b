/** What is kept of a log while it is read: bounded however long the log is. */
import { type Counting, type LineEvidence } from './model';
import { type TableHeader } from './tables';
import { type ResumeWords } from './notices';
import { type Split } from './metric-names';

export const MAX_EPOCHS = 50_000;
export const MAX_METRICS = 100;
export const MAX_POINTS = 1000;
export const MAX_EVALUATIONS = 100;
export const MAX_SERIES = 200;

/** By name: a Map, since a log may call a metric `constructor` or `__proto__`. */
export type MetricValues = Map<string, number>;

export interface EpochDraft {
  /** As the log counts. */
  number: number;
  /** How much of it is complete, 0 to 1. */
  part: number;
  done: boolean;
  of?: number;
  /** NaN: the log says that it has no finite value now. */
  metrics: MetricValues;
  startedAt: number;
  endedAt?: number;
  firstLine: number;
  line: number;
  /** Steps of this epoch, where a line counts them. */
  step?: number;
  steps?: number;
  /** `sequence` of the message in which a bar was full, and its steps. */
  fullAt?: number;
  fullSteps?: number;
  /** A validation was seen in it. */
  validated?: boolean;
  /** Its first line only announced it. */
  announced: boolean;
}

export interface PointDraft {
  /** Epoch's number + the complete part of it; or the step. */
  raw: number;
  metrics: MetricValues;
  at: number;
  line: number;
}

export interface EvaluationDraft {
  raw: number;
  split: Split;
  metrics: MetricValues;
  at: number;
  line: number;
  /** Bars that are drawn over belong to one evaluation. */
  steps?: number;
  lastStep?: number;
  sequence: number;
}

export interface StepTrack {
  first: number;
  /** The second one, for the distance at which the log prints them. */
  second?: number;
  last: number;
  of?: number;
  firstLine: number;
  firstAt: number;
  firstText: string;
  style: string;
  /** Metrics of the first and the last line. */
  firstMetrics: MetricValues;
}

export interface SeriesDraft {
  label?: string;
  discarded: boolean;
  axis?: 'epoch' | 'round';
  fractional: boolean;
  epochs: Map<number, EpochDraft>;
  current?: EpochDraft;
  previous?: EpochDraft;
  /** What each printed form counts above the first one. */
  styles: Map<string, number>;
  of?: number;
  ended: boolean;
  steps?: StepTrack;
  /** Points by epoch and points by step. */
  points: PointDraft[];
  stepPoints: PointDraft[];
  evaluations: EvaluationDraft[];
  bars: Map<string, { last: number; epoch?: number; global: boolean; start: number }>;
  /** Step and position where both are known, for what only names a step. */
  anchors: { step: number; raw: number }[];
  /** The first line that gave a position. */
  first?: FirstPosition;
  /** Names of a test that came within an epoch. */
  testNames: Set<string>;
}

export interface FirstPosition {
  number: number;
  /** Raw position (number + part) of its first line with a position. */
  raw: number;
  /** The complete part that its line tells; 1 for a line that sums its epoch up. */
  part: number;
  line: number;
  at: number;
  text: string;
  /** A bar drawn at some moment: its first step tells little. */
  bar: boolean;
  of?: number;
  step?: number;
  steps?: number;
  /** The raw position of the next line, for the distance at which the log prints. */
  second?: number;
}

export interface AttemptDraft {
  series: SeriesDraft[];
  plan: { epochs?: number; steps?: number; rounds?: number; weak: Set<string> };
  resumes: { words: ResumeWords; evidence: LineEvidence }[];
  saved: {
    name?: string;
    epoch?: number;
    step?: number;
    raw?: number;
    at: number;
    line: number;
    text: string;
  }[];
  ended?: LineEvidence;
  table?: TableHeader;
  /** What lines before the next position said of it. */
  cues: { restarts?: boolean; begins?: boolean; label?: string; best?: boolean; evaluates?: Split };
  /** Lines that gave a position or a metric: of a rank's own. */
  own: number;
  lastLine?: LineEvidence;
}

export const newAttempt = (): AttemptDraft => ({
  series: [newSeries()],
  plan: { weak: new Set() },
  resumes: [],
  saved: [],
  cues: {},
  own: 0,
});

export const newSeries = (): SeriesDraft => ({
  discarded: false,
  fractional: false,
  epochs: new Map(),
  styles: new Map(),
  ended: false,
  points: [],
  stepPoints: [],
  evaluations: [],
  bars: new Map(),
  anchors: [],
  testNames: new Set(),
});

export const countsOfSeries = (series: SeriesDraft): Counting | undefined =>
  series.epochs.size > 0 ? series.axis : series.steps ? 'step' : undefined;

/** Later values take the place of earlier ones. */
export const addValues = (values: MetricValues, more: Readonly<MetricValues>): void => {
  for (const [name, value] of more) values.set(name, value);
};

/** Adds a point; one at the same position takes the values in. Beyond the bound every second one goes. */
export const addPoint = (points: PointDraft[], point: PointDraft): void => {
  const last = points.at(-1);
  if (last && last.raw === point.raw) {
    addValues(last.metrics, point.metrics);
    last.line = point.line;
    return;
  }
  points.push(point);
  if (points.length < 2 * MAX_POINTS) return;
  let kept = 0;
  for (const [index, one] of points.entries()) if (index % 2 === 0) points[kept++] = one;
  points[kept++] = point;
  points.length = kept;
};
