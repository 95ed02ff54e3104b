/** How far numbers that a model predicted are from the true ones. */

export interface RegressionMeasures {
  /** Root of the mean squared residual, in the label's unit. */
  rmse: number;
  /** Mean size of a residual. */
  mae: number;
  /** Mean residual, predicted less actual: above 0 the model answers too high. */
  bias: number;
  /** Share of the labels' variance that is explained; absent where all labels are one number. Below 0: worse than their mean. */
  r2?: number;
}

/** An example as the charts show it. */
export interface RegressionPoint {
  index: number;
  actual: number;
  predicted: number;
}

export interface Regression extends RegressionMeasures {
  /** All of them, or where there are too many to draw every so-many-th, the farthest off always among them. */
  points: RegressionPoint[];
}

/** @throws RangeError if the lengths differ, or there is nothing */
export const regressionMeasures = (
  actual: ArrayLike<number>,
  predicted: ArrayLike<number>,
): RegressionMeasures => {
  const count = actual.length;
  if (count === 0 || count !== predicted.length) {
    throw new RangeError(`There are ${count} labels, but ${predicted.length} predictions.`);
  }
  const mean = meanOf(count, (index) => actual[index] ?? NaN);
  const residual = (index: number) => (predicted[index] ?? NaN) - (actual[index] ?? NaN);
  const squared = meanOf(count, (index) => residual(index) ** 2);
  const variance = meanOf(count, (index) => ((actual[index] ?? NaN) - mean) ** 2);
  return {
    rmse: Math.sqrt(squared),
    mae: meanOf(count, (index) => Math.abs(residual(index))),
    bias: meanOf(count, residual),
    ...(variance > 0 && { r2: 1 - squared / variance }),
  };
};

/** More are one cloud, and cost the browser seconds. */
export const maxPoints = 2000;
const farthest = 50;

export const regressionOf = (actual: ArrayLike<number>, predicted: ArrayLike<number>): Regression => {
  const measures = regressionMeasures(actual, predicted);
  const point = (index: number): RegressionPoint => ({
    index,
    actual: actual[index] ?? NaN,
    predicted: predicted[index] ?? NaN,
  });
  const count = actual.length;
  const all = Array.from({ length: count }, (_, index) => index);
  if (count <= maxPoints) return { ...measures, points: all.map(point) };
  const residual = (index: number) => Math.abs((predicted[index] ?? NaN) - (actual[index] ?? NaN));
  const far = [...all].sort((a, b) => residual(b) - residual(a)).slice(0, farthest);
  const spread = maxPoints - farthest;
  const chosen = new Set(far);
  for (let step = 0; step < spread; step++) chosen.add(Math.floor((step * count) / spread));
  return { ...measures, points: [...chosen].sort((a, b) => a - b).map(point) };
};

/** Sums in two parts, so that a million small numbers are not lost beside their sum (Neumaier). */
const meanOf = (count: number, valueAt: (index: number) => number): number => {
  let sum = 0;
  let lost = 0;
  for (let index = 0; index < count; index++) {
    const value = valueAt(index);
    const next = sum + value;
    lost += Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum;
    sum = next;
  }
  return (sum + lost) / count;
};
