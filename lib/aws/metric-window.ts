/** CloudWatch's rules on how finely a stretch of time can still be read; times in ms, periods in seconds. */
export interface MetricWindow {
  startAt: number;
  endAt: number;
  periodSeconds: number;
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
/** More points than a chart can show help nobody. */
const maxPoints = 1_500;

/**
 * The finest period CloudWatch still has for data that begins at `startAt`: under 60 s for 3 hours, 60 s for 15
 * days, 300 s for 63 days, 3600 s for 455 days (GetMetricData); a coarser query than asked returns nothing.
 * @param maxCount points that are wanted
 * @returns windows to try in turn, finer first; a standard-resolution metric answers only to 60 s and more.
 */
export const metricWindows = (
  startAt: number,
  endAt: number,
  now: number,
  maxCount = maxPoints,
): MetricWindow[] => {
  const age = now - startAt;
  const seconds = Math.max(1, (endAt - startAt) / 1000);
  const coarse = age <= 15 * dayMs - hourMs ? 60 : age <= 63 * dayMs - hourMs ? 300 : 3600;
  const period = Math.max(1, Math.ceil(seconds / maxCount / coarse)) * coarse;
  const windows = [windowOf(startAt, endAt, period)];
  const fine = [1, 5, 10, 30].find((candidate) => seconds / candidate <= maxCount);
  // Ten minutes short of three hours, so that the data cannot expire between this and CloudWatch's own clock.
  if (fine !== undefined && age <= 3 * hourMs - 10 * minuteMs)
    windows.unshift(windowOf(startAt, endAt, fine));
  return windows;
};

// Aligned to the period, as CloudWatch aligns its buckets; the end is exclusive there.
const windowOf = (startAt: number, endAt: number, periodSeconds: number): MetricWindow => {
  const step = periodSeconds * 1000;
  return {
    startAt: Math.floor(startAt / step) * step,
    endAt: (Math.floor(endAt / step) + 1) * step,
    periodSeconds,
  };
};
