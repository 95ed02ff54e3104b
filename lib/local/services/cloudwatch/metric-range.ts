import { type MetricRange } from '../../store/metric-store';

/**
 * Which part of a metric a query can see. CloudWatch keeps seconds for 3 hours, minutes for 15 days, five
 * minutes for 63 days and hours for 455 days; a query that starts before such a border must ask for a
 * period of that size, or gets nothing.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html
 */

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

const borders = [
  { olderThan: 63 * day, periodStep: 3600, roundTo: hour },
  { olderThan: 15 * day, periodStep: 300, roundTo: 5 * minute },
  { olderThan: 3 * hour, periodStep: 60, roundTo: minute },
  { olderThan: -Infinity, periodStep: 1, roundTo: minute },
];
const retention = 455 * day;

/** Seconds a period may have: 1, 5, 10, 20, 30 or a multiple of 60. */
export const isPeriod = (seconds: number): boolean =>
  [1, 5, 10, 20, 30].includes(seconds) || (seconds > 0 && seconds % 60 === 0);

/**
 * The range to read, or undefined where CloudWatch answers with no data.
 * @param start @param end @param now milliseconds since the epoch. @param periodSeconds a valid period.
 */
export const readableRange = (
  start: number,
  end: number,
  periodSeconds: number,
  now: number,
): MetricRange | undefined => {
  const { periodStep, roundTo } = borders.find(({ olderThan }) => now - start > olderThan)!;
  if (periodSeconds % periodStep !== 0) return undefined;
  const step = periodSeconds < 60 ? periodSeconds * second : roundTo;
  const period = periodSeconds * second;
  const rounded = Math.floor(start / step) * step;
  // Whole periods are left out, so that those which remain begin where they would have begun.
  const expired = Math.max(0, Math.ceil((now - retention - rounded) / period));
  const from = rounded + expired * period;
  return from < end ? { from, to: end, period } : undefined;
};
