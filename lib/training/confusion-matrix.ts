/** Counts what a classifier took for what, and the measures that follow from it. */

export interface ConfusionMatrix {
  classNames: string[];
  /** counts[actual][predicted]. */
  counts: number[][];
  /** Each row over its sum; null where a class has no examples. */
  shares: (number | null)[][];
  classes: ClassMeasures[];
  /** Examples in all. */
  total: number;
  correct: number;
  /** Absent without examples. */
  accuracy?: number;
}

export interface ClassMeasures {
  name: string;
  /** Of what was predicted as this class, the share that was; absent if nothing was. */
  precision?: number;
  /** Of this class's examples, the share that was found; absent if there is none. */
  recall?: number;
  /** Absent if precision or recall is, or both are zero. */
  f1?: number;
  /** Examples of this class. */
  support: number;
}

/**
 * @param actual class index of each example
 * @param predicted class index the model gave it, in the same order
 * @throws RangeError if the lengths differ or an index names no class
 */
export const confusionMatrix = (
  actual: ArrayLike<number>,
  predicted: ArrayLike<number>,
  classNames: readonly string[],
): ConfusionMatrix => {
  if (actual.length !== predicted.length) {
    throw new RangeError(`There are ${actual.length} labels, but ${predicted.length} predictions.`);
  }
  const size = classNames.length;
  const counts = Array.from({ length: size }, () => new Array<number>(size).fill(0));
  for (let index = 0; index < actual.length; index++) {
    const row = counts[classAt(actual, index, size, 'label')];
    const column = classAt(predicted, index, size, 'prediction');
    if (row) row[column] = (row[column] ?? 0) + 1;
  }
  const rowSums = counts.map(sum);
  const columnSums = classNames.map((_, column) => sum(counts.map((row) => row[column] ?? 0)));
  const hits = counts.map((row, index) => row[index] ?? 0);
  const correct = sum(hits);
  return {
    classNames: [...classNames],
    counts,
    shares: counts.map((row, index) => row.map((count) => ratio(count, rowSums[index] ?? 0) ?? null)),
    classes: classNames.map((name, index) =>
      measures(name, hits[index] ?? 0, rowSums[index] ?? 0, columnSums[index] ?? 0),
    ),
    total: actual.length,
    correct,
    ...(actual.length > 0 && { accuracy: correct / actual.length }),
  };
};

const classAt = (values: ArrayLike<number>, index: number, size: number, what: string): number => {
  const value = values[index];
  if (value === undefined || !Number.isInteger(value) || value < 0 || value >= size) {
    throw new RangeError(
      `The ${what} of example ${index} is ${value}, which is none of the ${size} classes.`,
    );
  }
  return value;
};

const measures = (name: string, hits: number, support: number, predicted: number): ClassMeasures => {
  const precision = ratio(hits, predicted);
  const recall = ratio(hits, support);
  const f1 =
    precision === undefined || recall === undefined
      ? undefined
      : ratio(2 * precision * recall, precision + recall);
  return {
    name,
    ...(precision !== undefined && { precision }),
    ...(recall !== undefined && { recall }),
    ...(f1 !== undefined && { f1 }),
    support,
  };
};

const ratio = (part: number, whole: number): number | undefined => (whole === 0 ? undefined : part / whole);

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
