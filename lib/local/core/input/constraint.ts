import { z } from 'zod';

/**
 * Input constraints with AWS's wording. The building blocks below carry the sentence of the constraint they
 * break; `parseInput` of the services joins them into the message the real service would send.
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
  z.custom<Value>().check(({ value: input, issues }) => {
    if (values.includes(input)) return;
    const message = `Member must satisfy enum value set: [${values.join(', ')}]`;
    const isText = typeof (input as unknown) === 'string';
    issues.push(
      isText ? { code: 'custom', message, input } : { code: 'invalid_type', expected: 'string', input },
    );
  });

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
