import { type z } from 'zod';
import { AwsError, validationError } from '../../core/aws-error';
import { isRefusal, unknownMember } from '../../core/input/member-use';
import { declareWith } from '../declared-operation';

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
    (at, step) => (typeof at === 'object' && at !== null ? Reflect.get(at, step) : undefined),
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
