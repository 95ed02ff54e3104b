/** Which classes a test set has, and the class of each example. */
import { type CollectedAnswers, maxScores, refuseOtherWidth } from './collect-answers';
import { PredictionError } from './model-answer';
import { type Targets, TargetsError } from './targets';

export interface ClassLabels {
  /** In order of class index. */
  names: string[];
  /** The label that stands for each class, where labels are numbers. */
  values?: number[];
  labels: Uint8Array;
}

/**
 * @param given the reader's names, in order of class index
 * @throws {TargetsError} where the labels name no such classes; {PredictionError} where the answers tell others apart
 */
export const classLabels = (
  targets: Targets,
  answers: CollectedAnswers,
  given: readonly string[] | undefined,
): ClassLabels => {
  const width = answers.kind === 'scores' ? answers.width : undefined;
  if (width !== undefined) refuseOtherWidth(width, given?.length);
  return targets.kind === 'texts'
    ? ofTexts(targets.values, answers, given)
    : ofNumbers(targets.values, answers, given, width);
};

const ofTexts = (
  texts: readonly string[],
  answers: CollectedAnswers,
  given: readonly string[] | undefined,
): ClassLabels => {
  const names = given
    ? [...given]
    : sorted(new Set([...texts, ...(answers.kind === 'texts' ? answers.values : [])]));
  refuseTooMany(names.length);
  if (answers.kind === 'scores' && answers.width !== names.length) {
    throw new PredictionError(
      `The model tells ${answers.width} classes apart, but the labels have ${names.length} names. Give the class names in the model's order.`,
    );
  }
  const indexByName = new Map(names.map((name, index) => [name, index]));
  const labels = Uint8Array.from(texts, (text, index) => {
    const found = indexByName.get(text);
    if (found !== undefined) return found;
    throw new TargetsError(
      `label ${index} is “${text.slice(0, 60)}”, which is none of the ${names.length} classes`,
    );
  });
  return { names, labels };
};

const ofNumbers = (
  numbers: Float64Array,
  answers: CollectedAnswers,
  given: readonly string[] | undefined,
  width: number | undefined,
): ClassLabels => {
  const real = numbers.findIndex((value) => !Number.isInteger(value));
  if (real >= 0) throw new TargetsError(`label ${real} is ${numbers[real]}, which is no class`);
  const distinct = [...new Set(numbers)].sort((a, b) => a - b);
  const size = given?.length ?? width;
  const values =
    size === undefined ? openValues(distinct, answers) : closedValues(distinct, size, given === undefined);
  if (values === undefined) {
    const index = numbers.findIndex((value) => value < 0 || value >= (size ?? 0));
    throw new TargetsError(`label ${index} is ${numbers[index]}, which is none of the ${size} classes`);
  }
  refuseTooMany(values.length);
  const indexByValue = new Map(values.map((value, index) => [value, index]));
  return {
    names: given ? [...given] : values.map(String),
    values,
    labels: Uint8Array.from(numbers, (value) => indexByValue.get(value) ?? 0),
  };
};

/** Labels where the number of classes is known: counted from 0, from 1, as -1 and 1, or each class once. */
const closedValues = (distinct: readonly number[], size: number, any: boolean): number[] | undefined => {
  const [least = 0] = distinct;
  const most = distinct.at(-1) ?? 0;
  if (least >= 0 && most < size) return range(0, size);
  if (size === 2 && distinct.every((value) => value === -1 || value === 1)) return [-1, 1];
  if (least >= 1 && most === size) return range(1, size);
  // As scikit-learn orders its columns.
  return any && distinct.length === size ? [...distinct] : undefined;
};

/** Labels where nothing tells how many classes there are: those that occur, in labels or as whole answers. */
const openValues = (distinct: readonly number[], answers: CollectedAnswers): number[] => {
  const values = new Set(distinct);
  if (answers.kind === 'singles' && areLabelsToo(distinct, answers.values)) {
    for (const value of answers.values) {
      values.add(value);
      if (values.size > maxScores) break;
    }
  }
  if (values.size === 1 && isBinary([...values])) values.add(values.has(1) ? 0 : 1);
  return [...values].sort((a, b) => a - b);
};

/** Whole answers are labels, unless they are margins around 0 or indices of labels that count otherwise. */
const areLabelsToo = (distinct: readonly number[], answers: Float64Array): boolean => {
  if (!answers.every((value) => Number.isInteger(value))) return false;
  if (distinct.includes(-1) && isBinary(distinct)) return false;
  if (isBinary(distinct) && answers.some((value) => value < 0)) return false;
  const fromOne = distinct[0] === 1 && distinct.at(-1) === distinct.length;
  return !(fromOne && answers.includes(0) && answers.every((value) => value >= 0 && value < distinct.length));
};

const isBinary = (values: readonly number[]): boolean =>
  values.every((value) => value === 0 || value === 1) || values.every((value) => value === -1 || value === 1);

const refuseTooMany = (count: number): void => {
  if (count > maxScores) throw new TargetsError(`the labels have more than ${maxScores} values`);
  if (count < 2) throw new TargetsError('the labels are all of one class: give the names of all classes');
};

const range = (from: number, size: number): number[] =>
  Array.from({ length: size }, (_, index) => from + index);

/** By code unit, as NumPy sorts. */
const sorted = (texts: ReadonlySet<string>): string[] =>
  [...texts].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
