/**
 * What a model answered for a batch, whatever its form: class scores per example, or class indices; as JSON
 * (`{"predictions": […]}`, TensorFlow Serving's, or a bare list), JSON lines, CSV or .npy.
 */
import { z } from 'zod';
import { decodeNpy, NpyError } from './npy';

export interface Predictions {
  /** Class index of each example. */
  classes: Uint8Array;
  /** Probability of that class, 0 to 1; NaN where the model did not give one. */
  probabilities: Float64Array;
}

export class PredictionError extends Error {
  override name = 'PredictionError';
}

/**
 * @param count examples that were sent
 * @throws {PredictionError} where the answer does not fit what was sent
 */
export const readPredictions = (
  answer: { body: Uint8Array; contentType?: string },
  count: number,
  classCount: number,
): Predictions => {
  const { values, width } = readAnswer(answer, count);
  if (values.length !== count * width) {
    throw new PredictionError(
      `The model gave ${Math.floor(values.length / width)} predictions for ${count} images.`,
    );
  }
  if (width > 1) return fromScores(values, count, width, classCount);
  return fromSingles(values, classCount);
};

const readAnswer = (
  { body, contentType = '' }: { body: Uint8Array; contentType?: string },
  count: number,
) => {
  if (contentType.includes('npy')) return readNpy(body);
  return readRows(
    contentType.includes('csv') ? csvRows(count) : contentType.includes('jsonlines') ? lineRows : jsonRows,
    body,
  );
};

const readNpy = (body: Uint8Array) => {
  try {
    const { shape, values } = decodeNpy(body);
    return {
      values,
      width: shape.length < 2 ? 1 : shape.slice(1).reduce((product, size) => product * size, 1),
    };
  } catch (error) {
    if (error instanceof NpyError) throw new PredictionError(`The model's answer: ${error.message}`);
    throw error;
  }
};

const rowsSchema = z.union([z.array(z.array(z.number()).min(1)), z.array(z.number())]);

const readRows = (rowsOf: (text: string) => unknown, body: Uint8Array) => {
  const text = new TextDecoder().decode(body);
  const parsed = rowsSchema.safeParse(rowsOf(text));
  if (!parsed.success)
    throw new PredictionError(`The model's answer is no list of predictions: ${shown(text)}`);
  const [first] = parsed.data;
  const width = Array.isArray(first) ? first.length : 1;
  const rows = parsed.data.map((row) => (Array.isArray(row) ? row : [row]));
  if (rows.some((row) => row.length !== width)) {
    throw new PredictionError(`The rows of the model's answer differ in length: ${shown(text)}`);
  }
  return { values: Float64Array.from(rows.flat()), width };
};

/** As it came, as far as a person can read it. */
const shown = (text: string): string => `${text.slice(0, 400)}${text.length > 400 ? '…' : ''}`;

const jsonRows = (text: string): unknown => predictionsIn(text);

/** One list or number a line, bare or in an object. */
const lineRows = (text: string): unknown => linesOf(text).map(predictionsIn);

/** A row an example; where all is in one row, a number an example, as AWS's XGBoost container answers. */
const csvRows =
  (count: number) =>
  (text: string): unknown => {
    const rows = linesOf(text).map((line) => line.split(',').map((cell) => numberIn(cell)));
    const [first = []] = rows;
    return rows.length === 1 && first.length === count ? first : rows;
  };

const linesOf = (text: string): string[] => text.split('\n').filter((line) => line.trim() !== '');

/** An empty cell is no 0. */
const numberIn = (cell: string): number | undefined => (cell.trim() === '' ? undefined : Number(cell));

const predictionsIn = (text: string): unknown => {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && 'predictions' in value ? value.predictions : value;
  } catch {
    return undefined;
  }
};

const fromScores = (values: Float64Array, count: number, width: number, classCount: number): Predictions => {
  if (width !== classCount) {
    throw new PredictionError(
      `The model tells ${width} classes apart, but ${classCount} class names were given.`,
    );
  }
  const classes = new Uint8Array(count);
  const probabilities = new Float64Array(count).fill(NaN);
  for (let example = 0; example < count; example++) {
    const row = values.subarray(example * width, (example + 1) * width);
    let best = 0;
    let total = 0;
    for (let index = 0; index < width; index++) {
      const score = row[index] ?? NaN;
      if (Number.isNaN(score))
        throw new PredictionError('The model answered with something that is not a number.');
      if (score > (row[best] ?? 0)) best = index;
      total += score;
    }
    classes[example] = best;
    // Scores that are no distribution (logits, votes) are not passed off as probabilities.
    if (Math.abs(total - 1) < 0.01 && row.every((score) => score >= 0))
      probabilities[example] = row[best] ?? NaN;
  }
  return { classes, probabilities };
};

/** One number an example: a class index, or of two classes the probability of the second. */
const fromSingles = (values: Float64Array, classCount: number): Predictions => {
  const probabilities = new Float64Array(values.length).fill(NaN);
  const sigmoid = classCount === 2 && values.some((value) => !Number.isInteger(value));
  const classes = Uint8Array.from(values, (value, index) => {
    if (sigmoid && value >= 0 && value <= 1) {
      probabilities[index] = Math.max(value, 1 - value);
      return value >= 0.5 ? 1 : 0;
    }
    if (!Number.isInteger(value) || value < 0 || value >= classCount) {
      throw new PredictionError(`The model answered ${value}, which is none of the ${classCount} classes.`);
    }
    return value;
  });
  return { classes, probabilities };
};
