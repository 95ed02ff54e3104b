/**
 * What an evaluation found: classes for a confusion matrix, numbers for a regression, or both, and which of the two
 * labels and answers speak for. Decided over all answers together, since a single batch can look like something else.
 */
import { classLabels, type ClassLabels } from './class-labels';
import { type CollectedAnswers } from './collect-answers';
import { PredictionError } from './model-answer';
import { type Targets, TargetsError } from './targets';

export const readings = ['classification', 'regression'] as const;
export type Reading = (typeof readings)[number];

/** How answers became classes. */
export const answerForms = [
  'probabilities',
  'scores',
  'labels',
  'binary-probability',
  'binary-score',
  'rounded',
] as const;
export type AnswerForm = (typeof answerForms)[number];

export const answerFormTexts: Readonly<Record<AnswerForm, string>> = {
  probabilities: 'a probability for each class',
  scores: 'a score for each class (logits or votes); the highest counts',
  labels: 'the class itself',
  'binary-probability': 'the probability of the second class, which counts from 0.5 on',
  'binary-score': 'a score, above 0 the second class',
  rounded: 'a number, which counts as the nearest label',
};

export interface ClassOutcome {
  classNames: string[];
  form: AnswerForm;
  labels: Uint8Array;
  predictions: Uint8Array;
  /** Probability of the predicted class; NaN where the model gave none. */
  probabilities: Float64Array;
}

export interface NumberOutcome {
  actual: Float64Array;
  predicted: Float64Array;
}

export interface EvaluationOutcome {
  /** What it is read as unless the reader chooses. */
  reading: Reading;
  /** At least one of them is there. */
  classes?: ClassOutcome;
  numbers?: NumberOutcome;
}

interface Asked {
  classNames?: readonly string[];
  reading?: Reading;
}

/** @throws {PredictionError | TargetsError} where they can be read in neither way, or not in the way asked for */
export const evaluationOutcome = (
  targets: Targets,
  answers: CollectedAnswers,
  { classNames, reading }: Asked,
): EvaluationOutcome => {
  const numbers: NumberOutcome | undefined =
    answers.kind === 'singles' && targets.kind === 'numbers'
      ? { actual: targets.values, predicted: answers.values }
      : undefined;
  const attempt = classesOrReason(targets, answers, classNames);
  if (reading === 'regression') {
    if (numbers) return { reading, numbers, ...(attempt.classes && { classes: attempt.classes }) };
    throw new PredictionError('A regression needs one number an example, of labels and of answers.');
  }
  if (attempt.classes) {
    const { classes } = attempt;
    const speaksFor = reading ?? (numbers && isRegression(classes, classNames) ? 'regression' : undefined);
    return { reading: speaksFor ?? 'classification', classes, ...(numbers && { numbers }) };
  }
  if (numbers && reading === undefined && (classNames === undefined || !allWhole(numbers))) {
    return { reading: 'regression', numbers };
  }
  throw attempt.reason;
};

const classesOrReason = (
  targets: Targets,
  answers: CollectedAnswers,
  given: readonly string[] | undefined,
): { classes: ClassOutcome } | { classes?: undefined; reason: Error } => {
  try {
    const labels = classLabels(targets, answers, given);
    return {
      classes: { classNames: labels.names, labels: labels.labels, ...predictedClasses(labels, answers) },
    };
  } catch (error) {
    if (error instanceof PredictionError || error instanceof TargetsError) return { reason: error };
    throw error;
  }
};

/** More whole labels than this, without names, are more likely counts or years than classes. */
const manyClasses = 30;

const isRegression = ({ form, classNames }: ClassOutcome, given: readonly string[] | undefined): boolean =>
  form === 'rounded' || (!given && form === 'labels' && classNames.length > manyClasses);

const allWhole = ({ actual, predicted }: NumberOutcome): boolean =>
  actual.every((value) => Number.isInteger(value)) && predicted.every((value) => Number.isInteger(value));

type PredictedClasses = Pick<ClassOutcome, 'form' | 'predictions' | 'probabilities'>;

const predictedClasses = (labels: ClassLabels, answers: CollectedAnswers): PredictedClasses => {
  switch (answers.kind) {
    case 'scores': {
      const form = answers.distributions ? 'probabilities' : 'scores';
      const probabilities = answers.distributions
        ? answers.top.map((top) => Math.min(1, top))
        : unknownOf(answers.best);
      return { form, predictions: answers.best, probabilities };
    }
    case 'texts':
      return ofNames(labels, answers.values);
    case 'singles':
      return ofSingles(labels, answers.values);
  }
};

const ofNames = ({ names, values }: ClassLabels, texts: readonly string[]): PredictedClasses => {
  const indexByName = new Map(names.map((name, index) => [name, index]));
  const byValue = new Map(values?.map((value, index) => [value, index]));
  const predictions = Uint8Array.from(texts, (text) => {
    const index = indexByName.get(text.trim()) ?? byValue.get(Number(text));
    if (index !== undefined) return index;
    throw new PredictionError(
      `The model answered “${text.slice(0, 60)}”, which is none of the ${names.length} classes.`,
    );
  });
  return { form: 'labels', predictions, probabilities: unknownOf(predictions) };
};

const ofSingles = ({ names, values }: ClassLabels, numbers: Float64Array): PredictedClasses => {
  const size = names.length;
  if (numbers.every((value) => Number.isInteger(value))) return ofWholes(size, values, numbers);
  if (size === 2) return ofBinary(numbers);
  if (!values) {
    const real = numbers.find((value) => !Number.isInteger(value));
    throw new PredictionError(`The model answered ${real}, which is none of the ${size} classes.`);
  }
  const predictions = Uint8Array.from(numbers, (value) => nearest(values, value));
  return { form: 'rounded', predictions, probabilities: unknownOf(predictions) };
};

/** Labels as the test set has them, else class indices; of two classes also whole margins. */
const ofWholes = (size: number, values: number[] | undefined, numbers: Float64Array): PredictedClasses => {
  const indexByValue = new Map(values?.map((value, index) => [value, index]));
  if (!numbers.every((value) => indexByValue.has(value))) {
    indexByValue.clear();
    for (let index = 0; index < size; index++) indexByValue.set(index, index);
  }
  const stranger = numbers.find((value) => !indexByValue.has(value));
  if (stranger === undefined) {
    const predictions = Uint8Array.from(numbers, (value) => indexByValue.get(value) ?? 0);
    return { form: 'labels', predictions, probabilities: unknownOf(predictions) };
  }
  if (size === 2 && numbers.some((value) => value < 0)) return ofBinary(numbers);
  throw new PredictionError(`The model answered ${stranger}, which is none of the ${size} classes.`);
};

const rounding = 1e-6;

/** One number for two classes: the probability of the second, or a score around 0 (a margin, a logit). */
const ofBinary = (numbers: Float64Array): PredictedClasses => {
  const least = numbers.reduce((low, value) => Math.min(low, value), Infinity);
  const most = numbers.reduce((high, value) => Math.max(high, value), -Infinity);
  if (least >= -rounding && most <= 1 + rounding) {
    return {
      form: 'binary-probability',
      predictions: Uint8Array.from(numbers, (value) => (value >= 0.5 ? 1 : 0)),
      probabilities: numbers.map((value) => Math.min(1, Math.max(value, 1 - value))),
    };
  }
  if (least >= 0) {
    throw new PredictionError(
      `The model answered numbers from ${least} to ${most}, which are neither probabilities of two classes nor scores around 0.`,
    );
  }
  const predictions = Uint8Array.from(numbers, (value) => (value > 0 ? 1 : 0));
  return { form: 'binary-score', predictions, probabilities: unknownOf(predictions) };
};

/** @param values ascending */
const nearest = (values: readonly number[], value: number): number => {
  let [low, high] = [0, values.length - 1];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((values[middle] ?? 0) <= value) low = middle;
    else high = middle;
  }
  return value - (values[low] ?? 0) < (values[high] ?? 0) - value ? low : high;
};

const unknownOf = ({ length }: ArrayLike<unknown>): Float64Array => new Float64Array(length).fill(NaN);
