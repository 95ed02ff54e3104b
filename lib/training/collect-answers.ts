/** The answers of all batches, in the order of the examples. Rows of scores are reduced to their best as they come. */
import { type ModelAnswer, PredictionError } from './model-answer';

export const maxScores = 100;

export type CollectedAnswers =
  | {
      kind: 'scores';
      /** Scores an example. */
      width: number;
      /** Index of each example's best score, the first of equals. */
      best: Uint8Array;
      /** The best score itself. */
      top: Float64Array;
      /** Every row is a probability distribution: what is no such thing (logits, votes) is not passed off as one. */
      distributions: boolean;
    }
  /** One number an example. */
  | { kind: 'singles'; values: Float64Array }
  | { kind: 'texts'; values: string[] };

export interface AnswerCollector {
  /** @param first index of the batch's first example @throws {PredictionError} for what is not like the others */
  add: (first: number, answer: ModelAnswer) => void;
  /** @throws {PredictionError} where nothing was added */
  collected: () => CollectedAnswers;
}

/**
 * @param count examples in all
 * @param classCount where it is known: other scores are refused at the first batch
 */
export const createAnswerCollector = (count: number, classCount?: number): AnswerCollector => {
  let all: CollectedAnswers | undefined;
  return {
    add: (first, answer) => {
      if (answer.kind === 'numbers' && answer.width > 1) refuseOtherWidth(answer.width, classCount);
      all ??= emptyFor(answer, count);
      addTo(all, first, answer);
    },
    collected: () => {
      if (!all) throw new PredictionError('The model answered nothing.');
      return all.kind === 'texts' ? (numbersOf(all.values) ?? all) : all;
    },
  };
};

/** Some models answer their numbers as texts. */
const numbersOf = (texts: readonly string[]): CollectedAnswers | undefined => {
  const values = Float64Array.from(texts, (text) => (text.trim() === '' ? NaN : Number(text)));
  return values.every((value) => Number.isFinite(value)) ? { kind: 'singles', values } : undefined;
};

/** @throws {PredictionError} */
export const refuseOtherWidth = (width: number, classCount: number | undefined): void => {
  if (classCount === undefined || width === classCount) return;
  throw new PredictionError(
    `The model tells ${width} classes apart, but ${classCount} class names were given.`,
  );
};

const emptyFor = (answer: ModelAnswer, count: number): CollectedAnswers => {
  if (answer.kind === 'texts') return { kind: 'texts', values: new Array<string>(count).fill('') };
  if (answer.width === 1) return { kind: 'singles', values: new Float64Array(count) };
  if (answer.width > maxScores) {
    throw new PredictionError(
      `The model gives ${answer.width} numbers for each example; ${maxScores} classes can be told apart at most.`,
    );
  }
  const [best, top] = [new Uint8Array(count), new Float64Array(count)];
  return { kind: 'scores', width: answer.width, best, top, distributions: true };
};

const addTo = (all: CollectedAnswers, first: number, answer: ModelAnswer): void => {
  const unlike = () =>
    new PredictionError('The model answered some batches in another form than others: it cannot be read.');
  if (answer.kind === 'texts') {
    if (all.kind !== 'texts') throw unlike();
    answer.values.forEach((text, index) => (all.values[first + index] = text));
    return;
  }
  if (answer.values.some((value) => Number.isNaN(value)))
    throw new PredictionError('The model answered with something that is not a number.');
  if (all.kind === 'singles' && answer.width === 1) all.values.set(answer.values, first);
  else if (all.kind === 'scores' && answer.width === all.width) addScores(all, first, answer.values);
  else throw unlike();
};

/** Rounded and half-precision softmaxes add up to one only so nearly. */
const nearlyOne = 0.02;

const addScores = (
  all: Extract<CollectedAnswers, { kind: 'scores' }>,
  first: number,
  values: Float64Array,
): void => {
  const { width } = all;
  for (let example = 0; example < values.length / width; example++) {
    const row = values.subarray(example * width, (example + 1) * width);
    let best = 0;
    let total = 0;
    row.forEach((score, index) => {
      if (score > (row[best] ?? 0)) best = index;
      total += score;
    });
    all.best[first + example] = best;
    all.top[first + example] = row[best] ?? NaN;
    if (Math.abs(total - 1) > nearlyOne || row.some((score) => score < 0 || score > 1 + nearlyOne))
      all.distributions = false;
  }
};
