/** Where a moment is on a chart's axis, and where an axis is on the screen. */
import { type ChartModel, type Reading } from './chart-model';

/** Of the plot within its chart, in pixels. */
export const edge = { left: 56, right: 16, bottom: 44, padding: 12 } as const;

export interface Plot {
  /** Of the whole chart, in pixels. */
  width: number;
  domain: readonly [number, number];
}

export const pixelOf = (x: number, { width, domain }: Plot): number =>
  edge.left + edge.padding + (innerWidth(width) * (x - domain[0])) / (domain[1] - domain[0]);

/** Clamped to the axis. */
export const valueAt = (pixel: number, { width, domain }: Plot): number => {
  const share = (pixel - edge.left - edge.padding) / innerWidth(width);
  return domain[0] + Math.min(1, Math.max(0, share)) * (domain[1] - domain[0]);
};

const innerWidth = (width: number) => Math.max(1, width - edge.left - edge.right - 2 * edge.padding);

/** The x of a moment: exactly on the time axis, else that of the value which was printed nearest to it. */
export const placeOf = (model: ChartModel, at: number): number | undefined => {
  if (model.origin !== undefined) return (at - model.origin) / 1000;
  return nearestReading(model, at)?.x;
};

/** The value of a metric that was printed nearest to a moment. */
export const valueNear = (model: ChartModel, metric: string, at: number): number | undefined =>
  nearestReading(model, at, (reading) => reading.metric === metric)?.reading.value;

const nearestReading = (
  { readings }: ChartModel,
  at: number,
  matches: (reading: Reading) => boolean = () => true,
): { x: number; reading: Reading } | undefined => {
  let nearest: { x: number; reading: Reading } | undefined;
  let distance = Infinity;
  for (const [x, readingsAtX] of readings) {
    for (const reading of readingsAtX) {
      const away = reading.at === undefined ? Infinity : Math.abs(reading.at - at);
      if (away >= distance || !matches(reading)) continue;
      distance = away;
      nearest = { x, reading };
    }
  }
  return nearest;
};
