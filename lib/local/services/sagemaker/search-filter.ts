import { validationError } from '../../core/aws-error';
import { parseIsoTime } from '../../core/input/constraint';
import type { SearchFilter, SearchOperator } from './search-input';
import type { PropertyKind, PropertyValue } from './search-property';

/** Says whether the values a property has in one job satisfy a filter. */
export type ValueTest = (values: readonly PropertyValue[]) => boolean;

const orderings = {
  GreaterThan: (left: number, right: number) => left > right,
  GreaterThanOrEqualTo: (left: number, right: number) => left >= right,
  LessThan: (left: number, right: number) => left < right,
  LessThanOrEqualTo: (left: number, right: number) => left <= right,
};

export const operatorOf = (filter: SearchFilter): SearchOperator =>
  filter.Operator ?? (filter.Value === undefined ? 'Exists' : 'Equals');

/**
 * Compiles a filter that compares (Exists and NotExists look at the property itself and are not compiled here).
 * Throws ValidationException where operator, value and kind of property do not go together.
 * https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_Filter.html
 */
export const compileComparison = (filter: SearchFilter, kind: PropertyKind): ValueTest => {
  const operator = operatorOf(filter);
  const value = filter.Value;
  if (value === undefined)
    throw validationError(`Filter "${filter.Name}" with operator ${operator} needs a Value.`);
  if (operator === 'Contains' || operator === 'In') {
    if (kind !== 'text' && kind !== 'hyperparameter')
      throw unsupported(filter, operator, `${kind} properties`);
    const wanted = value.split(',').map((one) => one.trim());
    return operator === 'Contains'
      ? (values) => values.some((actual) => String(actual).includes(value))
      : (values) => values.some((actual) => wanted.includes(String(actual)));
  }
  const equal = equality(filter, value, kind);
  if (operator === 'Equals') return (values) => values.some(equal);
  // As in a search index, a job without the property is one whose property does not equal the value.
  if (operator === 'NotEquals') return (values) => !values.some(equal);
  if (operator === 'Exists' || operator === 'NotExists' || kind === 'text' || kind === 'boolean')
    throw unsupported(filter, operator, `${kind} properties`);
  const compare = orderings[operator];
  const { wanted, read } = numeric(filter, value, kind);
  return (values) => values.some((actual) => compare(read(actual), wanted));
};

const equality = (filter: SearchFilter, value: string, kind: PropertyKind) => {
  if (kind === 'text') return (actual: PropertyValue) => String(actual) === value;
  if (kind === 'boolean') return (actual: PropertyValue) => String(actual) === value.toLowerCase();
  if (kind === 'hyperparameter' && !isDecimal(value)) return (actual: PropertyValue) => actual === value;
  const { wanted, read } = numeric(filter, value, kind);
  return (actual: PropertyValue) => read(actual) === wanted;
};

/** The filter's value as a number, and how a job's value becomes one; NaN compares with nothing. */
const numeric = (filter: SearchFilter, value: string, kind: PropertyKind) => {
  if (kind === 'time') {
    const wanted = parseIsoTime(value);
    if (Number.isNaN(wanted)) throw badValue(filter, 'an ISO 8601 date-time (YYYY-mm-ddTHH:MM:SS)');
    return { wanted, read: (actual: PropertyValue) => (actual instanceof Date ? actual.getTime() : NaN) };
  }
  if (!isDecimal(value)) throw badValue(filter, 'an integer or a decimal');
  const wanted = Number(value);
  // Final metrics are kept as 32-bit floats, so the wanted value is looked at with the same eyes.
  if (kind === 'metric')
    return { wanted: Math.fround(wanted), read: (actual: PropertyValue) => Math.fround(Number(actual)) };
  if (kind === 'number') return { wanted, read: (actual: PropertyValue) => Number(actual) };
  // A whole number asks for hyperparameters as whole numbers.
  const shorten = /^[-+]?\d+$/.test(value) ? Math.trunc : (number: number) => number;
  return {
    wanted,
    read: (actual: PropertyValue) => (isDecimal(String(actual)) ? shorten(Number(actual)) : NaN),
  };
};

export const isDecimal = (value: string): boolean =>
  /^[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?$/.test(value);

const unsupported = (filter: SearchFilter, operator: string, what: string) =>
  validationError(`Operator ${operator} of filter "${filter.Name}" is not supported for ${what}.`);

const badValue = (filter: SearchFilter, what: string) =>
  validationError(`Value "${filter.Value}" of filter "${filter.Name}" must be ${what}.`);
