import { z } from 'zod';
import { AwsError } from '../../core/aws-error';
import { declareWith } from '../declared-operation';
import { firstToTell, isRefusal, refusedValues, unknownMember } from '../../core/input/member-use';

/**
 * Reads CloudWatch's input, which JSON brings as numbers and lists and the Query protocol as text: every
 * member here takes both. Errors name members as CloudWatch does, e.g. `MetricData.member.1.Value`.
 */

export const invalidValue = (message: string): AwsError =>
  new AwsError('InvalidParameterValueException', message);
export const invalidCombination = (message: string): AwsError =>
  new AwsError('InvalidParameterCombinationException', message);
export const missing = (member: string): AwsError =>
  new AwsError('MissingRequiredParameterException', `The parameter ${member} is required.`);

const fromText = (value: unknown) =>
  typeof value === 'string' && value.trim() !== '' ? Number(value) : value;

export const number = z.preprocess(fromText, z.number());
export const whole = (min: number, max = Number.MAX_SAFE_INTEGER) =>
  z.preprocess(fromText, z.int().min(min).max(max));
export const flag = z.preprocess(
  (value) => ({ true: true, false: false })[String(value)] ?? value,
  z.boolean(),
);
export const text = (min: number, max: number) => z.string().min(min).max(max);
/** Query writes an empty list as an empty text. */
export const list = <Item extends z.ZodType>(item: Item, max: number) =>
  z.preprocess((value) => (value === '' ? [] : value), z.array(item).max(max));

const zoned = (iso: string) => (/T/.test(iso) && !/(Z|[+-]\d{2}:?\d{2})$/i.test(iso) ? `${iso}Z` : iso);

/** Epoch seconds (JSON) or ISO 8601, UTC where it names no zone; gives milliseconds since the epoch. */
/** CloudWatch compares times by whole seconds. */
export const wholeSeconds = (ms: number): number => Math.floor(ms / 1000);

export const time = z.preprocess((value) => {
  if (typeof value === 'number') return Math.round(value * 1000);
  if (typeof value !== 'string') return value;
  return /^-?\d+(\.\d+)?$/.test(value) ? Math.round(Number(value) * 1000) : Date.parse(zoned(value));
}, z.int());

/** A metric's dimensions as a map. */
export const dimensions = list(z.strictObject({ Name: text(1, 255), Value: text(1, 1024) }), 30)
  .refine((pairs) => new Set(pairs.map(({ Name }) => Name)).size === pairs.length, 'a name is given twice')
  .transform((pairs) => Object.fromEntries(pairs.map(({ Name, Value }) => [Name, Value])));

const sizes = ['Bytes', 'Kilobytes', 'Megabytes', 'Gigabytes', 'Terabytes'];
const bits = ['Bits', 'Kilobits', 'Megabits', 'Gigabits', 'Terabits'];
const amounts = [...sizes, ...bits, 'Count'];
const times = ['Seconds', 'Microseconds', 'Milliseconds'];
const units = new Set([...times, ...amounts, ...amounts.map((name) => `${name}/Second`), 'Percent', 'None']);
export const unit = z.string().refine((name) => units.has(name), 'not a unit');

const unsupported = (member: string, why: string) =>
  invalidValue(`The parameter ${member} is not supported by the local backend: ${why}.`);

const spellPath = (path: readonly PropertyKey[]) =>
  path.map((step) => (typeof step === 'number' ? `member.${step + 1}` : String(step))).join('.');

const valueAt = (input: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>(
    (at, step) => (typeof at === 'object' && at !== null ? Reflect.get(at, step) : undefined),
    input,
  );

const spell = (value: unknown) =>
  (typeof value === 'object' ? JSON.stringify(value) : String(value)).slice(0, 100);

const withoutNulls = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== 'object' || value === null) return value;
  const present = Object.entries(value).filter(([, member]) => member !== null && member !== undefined);
  return Object.fromEntries(present.map(([name, member]) => [name, withoutNulls(member)]));
};

/** The account of a query or a listing: there is one. */
export const ownAccount = refusedValues(
  text(1, 255),
  (id) => id !== '000000000000',
  'there is one account',
).optional();

/** An operation of a service that words its refusals as CloudWatch does. */
export const declare = declareWith((schema, input) => parseInput(schema, input));

/**
 * Throws MissingRequiredParameterException or InvalidParameterValueException, for the first bad member.
 * @param at where the input lies in the whole request.
 */
export const parseInput = <Output>(
  schema: z.ZodType<Output>,
  input: unknown,
  at: readonly PropertyKey[] = [],
): Output => {
  const present = withoutNulls(input);
  const result = schema.safeParse(present);
  if (result.success) return result.data;
  const issue = firstToTell(result.error.issues);
  const member = spellPath([...at, ...issue.path]);
  if (issue.code === 'unrecognized_keys') {
    const key = (issue.keys[0] ?? '').slice(0, 100);
    throw unsupported(member === '' ? key : `${member}.${key}`, unknownMember);
  }
  if (isRefusal(issue)) throw unsupported(member, issue.message);
  const value = valueAt(present, issue.path);
  if (value === undefined) throw missing(member);
  if (Number.isNaN(Number(value)) && String(value) === 'NaN')
    throw invalidValue(`The value NaN for parameter ${member} is invalid.`);
  throw invalidValue(`The value ${spell(value)} for parameter ${member} is invalid. (${issue.message})`);
};

/** A token that holds where a listing stopped; opaque to clients. */
export const writeToken = (content: object): string =>
  Buffer.from(JSON.stringify(content)).toString('base64url');

/**
 * Throws `invalid` for a token that `writeToken` did not write for this schema: by default GetMetricData's
 * InvalidNextToken, which ListMetrics does not have.
 */
export const readToken = <Output>(
  schema: z.ZodType<Output>,
  token: string | undefined,
  invalid = () => new AwsError('InvalidNextToken', 'The next token specified is invalid.'),
): Output | undefined => {
  if (token === undefined || token === '') return undefined;
  let content: unknown;
  try {
    content = JSON.parse(Buffer.from(token, 'base64url').toString());
  } catch {
    throw invalid();
  }
  const parsed = schema.safeParse(content);
  if (!parsed.success) throw invalid();
  return parsed.data;
};
