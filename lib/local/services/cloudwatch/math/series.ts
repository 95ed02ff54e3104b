import { type Point } from '../statistics';

/** One time series of an expression, oldest point first. */
export interface Series {
  label: string;
  /** Seconds; of an expression the longest of what went in. */
  period: number;
  points: readonly Point[];
}

/** What an expression, or a part of one, comes to. */
export type MathValue =
  | { kind: 'number'; value: number }
  | { kind: 'series'; series: Series }
  /** What METRICS() gives, and what is computed from it. */
  | { kind: 'list'; list: readonly Series[] };
