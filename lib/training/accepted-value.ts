/** What a hyperparameter of a built-in algorithm takes. */
export interface Range {
  min?: number;
  max?: number;
  /** The bounds that are not in it themselves. */
  open?: 'least' | 'most' | 'both';
  whole?: true;
}

/** A range of numbers, one of some words, or anything. */
export type Accepted = Range | readonly string[] | 'anything';

/** What is taken instead, as it follows "takes"; undefined where the value is. @param value without blanks around it */
export const refusal = (accepted: Accepted, value: string): string | undefined => {
  if (accepted === 'anything') return undefined;
  return isWords(accepted) ? notAmong(accepted, value) : outside(accepted, value);
};

const isWords = (accepted: Range | readonly string[]): accepted is readonly string[] =>
  Array.isArray(accepted);

const notAmong = (values: readonly string[], value: string): string | undefined =>
  values.includes(value) ? undefined : `one of ${values.join(', ')}`;

const outside = ({ min, max, open, whole }: Range, text: string): string | undefined => {
  const value = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : NaN;
  const [isAbove, isBelow] = [open === 'least' || open === 'both', open === 'most' || open === 'both'];
  const isTooSmall = min !== undefined && (isAbove ? value <= min : value < min);
  const isTooLarge = max !== undefined && (isBelow ? value >= max : value > max);
  if (Number.isFinite(value) && !isTooSmall && !isTooLarge && !(whole && !/^[+-]?\d+$/.test(text)))
    return undefined;
  const bounds = [
    ...(min === undefined ? [] : [`${isAbove ? 'above' : 'from'} ${min}`]),
    ...(max === undefined ? [] : [`${isBelow ? 'below' : 'to'} ${max}`]),
  ];
  return [`a ${whole ? 'whole ' : ''}number`, ...bounds].join(' ');
};
