import { z } from 'zod';
import { AwsError, validationError } from '../../core/aws-error';
import { declareWith } from '../declared-operation';
import { isRefusal, unknownMember } from '../member-use';

/**
 * Input constraints with AWS's wording. The building blocks below carry the sentence of the constraint they
 * break; `parseInput` joins them into the message the real service would send.
 * https://docs.aws.amazon.com/sagemaker/latest/APIReference/CommonErrors.html (ValidationError)
 */

interface TextRule {
  min?: number;
  max?: number;
  /** As the API model spells it: the whole value must match. */
  pattern?: string;
}

/** A string; lengths are counted before the pattern runs, so that a huge value never reaches the pattern. */
export const text = ({ min = 0, max = Infinity, pattern }: TextRule = {}) => {
  const whole = pattern === undefined ? undefined : new RegExp(`^(?:${pattern})$`, 'u');
  return z.string().check((context) => {
    const value = context.value;
    const broken = [
      value.length > max && `Member must have length less than or equal to ${max}`,
      value.length < min && `Member must have length greater than or equal to ${min}`,
    ].filter((sentence) => sentence !== false);
    if (broken.length === 0 && whole && !whole.test(value)) {
      broken.push(`Member must satisfy regular expression pattern: ${pattern}`);
    }
    broken.forEach((message) => context.issues.push({ code: 'custom', message, input: value }));
  });
};

/** One value of a closed set. */
export const oneOf = <Value extends string>(values: readonly Value[]) =>
  z.string().check((context) => {
    if ((values as readonly string[]).includes(context.value)) return;
    const message = `Member must satisfy enum value set: [${values.join(', ')}]`;
    context.issues.push({ code: 'custom', message, input: context.value });
  }) as unknown as z.ZodType<Value>;

/** A whole number. */
export const whole = ({ min = -Infinity, max = Infinity }: { min?: number; max?: number } = {}) =>
  z.int().check((context) => {
    const value = context.value;
    const push = (message: string) => context.issues.push({ code: 'custom', message, input: value });
    if (value < min) push(`Member must have value greater than or equal to ${min}`);
    if (value > max) push(`Member must have value less than or equal to ${max}`);
  });

/** A weight of traffic, 0 or more. */
export const weight = z.number().check((context) => {
  if (context.value >= 0) return;
  const message = 'Member must have value greater than or equal to 0';
  context.issues.push({ code: 'custom', message, input: context.value });
});

/** A list whose length has bounds. */
export const list = <Item extends z.ZodType>(item: Item, { min = 0, max = Infinity } = {}) =>
  z.array(item).check((context) => {
    const { length } = context.value;
    const push = (message: string) => context.issues.push({ code: 'custom', message, input: context.value });
    if (length < min) push(`Member must have length greater than or equal to ${min}`);
    if (length > max) push(`Member must have length less than or equal to ${max}`);
  });

/** A map from strings to strings. AWS reports a bad key or value at the map, naming the constraint. */
export const textMap = (key: TextRule, value: TextRule, max: number) => {
  const keyRule = text(key);
  const valueRule = text(value);
  return z.record(z.string(), z.string()).check((context) => {
    const entries = Object.entries(context.value);
    const push = (message: string) => context.issues.push({ code: 'custom', message, input: context.value });
    if (entries.length > max) push(`Member must have length less than or equal to ${max}`);
    const brokenBy = (rule: z.ZodType, candidates: string[]) =>
      candidates.flatMap((one) => rule.safeParse(one).error?.issues ?? []).map((issue) => issue.message)[0];
    const badKey = brokenBy(
      keyRule,
      entries.map(([name]) => name),
    );
    if (badKey) push(`Map keys must satisfy constraint: [${badKey}]`);
    const badValue = brokenBy(
      valueRule,
      entries.map(([, content]) => content),
    );
    if (badValue) push(`Map value must satisfy constraint: [${badValue}]`);
  });
};

/** A timestamp: epoch seconds (JSON) or ISO 8601 (other clients). Gives milliseconds since the epoch. */
export const timestamp = z.union([
  z.number().transform((seconds) => Math.round(seconds * 1000)),
  z.iso.datetime({ offset: true, local: true }).transform((iso) => parseIsoTime(iso)),
]);

/** Milliseconds since the epoch of an ISO 8601 time; one without a zone is UTC, as in AWS. NaN if it is none. */
export const parseIsoTime = (iso: string): number => {
  if (!/^\d{4}-\d{2}-\d{2}/.test(iso)) return NaN;
  const zoned = !iso.includes('T') || /(?:Z|[+-]\d{2}:?\d{2})$/.test(iso);
  return Date.parse(zoned ? iso : `${iso}Z`);
};

/**
 * Reads the input of an operation; null counts as absent. Throws ValidationException in AWS's wording, or naming
 * the members that the local backend does not support, or SerializationException for a member of the wrong type.
 */
export const parseInput = <Output>(schema: z.ZodType<Output>, input: unknown): Output => {
  const present = withoutNulls(input ?? {});
  const result = schema.safeParse(present);
  if (result.success) return result.data;
  const refusals = result.error.issues.flatMap(refusalsOf);
  if (refusals.length > 0) throw validationError(refusals.join(' '));
  const sentences = result.error.issues.map((issue) => {
    const value = valueAt(present, issue.path);
    if (issue.code !== 'custom' && value !== undefined) throw wrongType(issue);
    const spelled = value === undefined ? 'null' : `'${spellValue(value)}'`;
    const message = issue.code === 'custom' ? issue.message : 'Member must not be null';
    return `Value ${spelled} at '${spellPath(issue.path)}' failed to satisfy constraint: ${message}`;
  });
  const count = sentences.length;
  throw validationError(
    `${count} validation error${count === 1 ? '' : 's'} detected: ${sentences.join('; ')}`,
  );
};

/** An operation of a service that words its refusals as SageMaker does. */
export const declare = declareWith(parseInput);

/** What an issue refuses by name; nothing where it is about a value. */
const refusalsOf = (issue: z.core.$ZodIssue): string[] => {
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => refusalOf([...issue.path, key.slice(0, 100)], unknownMember));
  return isRefusal(issue) ? [refusalOf(issue.path, issue.message)] : [];
};

const refusalOf = (path: readonly PropertyKey[], why: string): string =>
  `${spellMember(path)} is not supported by the local backend: ${why}.`;

/** As a request has it: `ProductionVariants[0].ServerlessConfig`. */
const spellMember = (path: readonly PropertyKey[]): string =>
  path.reduce<string>(
    (text, step) =>
      typeof step === 'number' ? `${text}[${step}]` : text === '' ? String(step) : `${text}.${String(step)}`,
    '',
  );

const wrongType = (issue: z.core.$ZodIssue): AwsError =>
  new AwsError('SerializationException', `${spellPath(issue.path) || 'Request'}: ${issue.message}`);

/** Null counts as absent; in a list it stays, since places count. */
export const withoutNulls = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, member]) => member !== null && member !== undefined);
  return Object.fromEntries(entries.map(([name, member]) => [name, withoutNulls(member)]));
};

const valueAt = (value: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>(
    (at, step) =>
      typeof at === 'object' && at !== null ? (at as Record<PropertyKey, unknown>)[step] : undefined,
    value,
  );

/** `['Tags', 0, 'Key']` is `tags.1.member.key` in AWS's messages. */
const spellPath = (path: readonly PropertyKey[]): string =>
  path.map((step) => (typeof step === 'number' ? `${step + 1}.member` : lowerFirst(String(step)))).join('.');

const lowerFirst = (name: string) => name.charAt(0).toLowerCase() + name.slice(1);

const spellValue = (value: unknown): string => {
  const spelled = typeof value === 'object' ? JSON.stringify(value) : String(value);
  return spelled.length > 1024 ? `${spelled.slice(0, 1024)}…` : spelled;
};
