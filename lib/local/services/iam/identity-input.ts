import { z } from 'zod';
import { AwsError } from '../../core/aws-error';
import { declareWith } from '../declared-operation';
import { firstToTell, isRefusal, unknownMember } from '../../core/input/member-use';

/** Input of IAM and STS, which the Query protocol brings as text. */
export const text = (min: number, max: number, pattern = /[^]*/) =>
  z
    .string()
    .min(min)
    .max(max)
    // Lengths come first: a huge value never reaches the pattern.
    .refine((value) => value.length > max || new RegExp(`^(?:${pattern.source})$`, 'u').test(value), {
      error: `must match ${pattern.source}`,
    });
export const whole = (min: number, max: number) =>
  z.preprocess(
    (value) => (typeof value === 'string' && /^\d{1,12}$/.test(value) ? Number(value) : value),
    z.int().min(min).max(max),
  );
/** Query writes an empty list as an empty text. */
export const list = <Item extends z.ZodType>(item: Item, max: number) =>
  z.preprocess((value) => (value === '' ? [] : value), z.array(item).max(max));

export const invalid = (message: string) => new AwsError('ValidationError', message);

/** Throws ValidationError, for the first bad member or naming one that is not supported. */
const parseInput = <Output>(schema: z.ZodType<Output>, input: unknown): Output => {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const issue = firstToTell(result.error.issues);
  const at = issue.path
    .map((step) => (typeof step === 'number' ? `member.${step + 1}` : String(step)))
    .join('.');
  if (issue.code === 'unrecognized_keys') {
    const key = (issue.keys[0] ?? '').slice(0, 100);
    throw invalid(
      `${at === '' ? key : `${at}.${key}`} is not supported by the local backend: ${unknownMember}.`,
    );
  }
  if (isRefusal(issue)) throw invalid(`${at} is not supported by the local backend: ${issue.message}.`);
  throw invalid(
    `1 validation error detected: Value at '${at}' failed to satisfy constraint: ${issue.message}`,
  );
};

export const declare = declareWith(parseInput);

/** A page of a listing; `Marker` is the number of items before it. */
export const paging = { Marker: text(1, 320).optional(), MaxItems: whole(1, 1000).default(100) };

export const pageOf = <Item>(
  items: readonly Item[],
  { Marker, MaxItems }: { Marker?: string; MaxItems: number },
) => {
  const start = Number(Marker ?? 0);
  if (!/^\d{0,9}$/.test(Marker ?? '') || start > items.length) throw invalid('Invalid Marker.');
  const end = start + MaxItems;
  const isTruncated = end < items.length;
  return {
    page: items.slice(start, end),
    more: { IsTruncated: isTruncated, ...(isTruncated && { Marker: String(end) }) },
  };
};
