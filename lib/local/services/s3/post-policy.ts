/**
 * The policy of a form upload: what its fields may hold and how large its file may be. Like every signature of local
 * clients, its own is not verified.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html
 */
import { z } from 'zod';
import { AwsError } from '../../core/aws-error';

const size = z.coerce.number().int().nonnegative();
const condition = z.union([
  z.tuple([z.literal('content-length-range'), size, size]),
  z.tuple([z.enum(['eq', 'starts-with']), z.string().regex(/^\$/), z.string()]),
  z.record(z.string(), z.string()),
]);
const policyDocument = z.object({
  expiration: z.iso.datetime({ offset: true }),
  conditions: z.array(z.unknown()),
});

export interface SizeRange {
  /** Bytes. */
  min: number;
  max: number;
}

type FieldCondition = { name: string; operator: 'eq' | 'starts-with'; value: string; text: string };

/** Fields that need no condition. */
const free = new Set(['x-amz-signature', 'signature', 'awsaccesskeyid', 'file', 'policy', 'bucket']);

/**
 * @param fields names in lower case, with `bucket` among them
 * @returns what the policy says of the file's size
 * @throws AwsError AccessDenied, InvalidPolicyDocument
 */
export const checkPolicy = (
  base64: string,
  fields: ReadonlyMap<string, string>,
  now: number,
): SizeRange | undefined => {
  const { expiration, conditions } = parsePolicy(base64);
  if (Date.parse(expiration) <= now) throw violated('Policy expired.');
  const ranges: SizeRange[] = [];
  const covered = new Set<string>();
  for (const raw of conditions) {
    const parsed = condition.safeParse(normalise(raw));
    if (!parsed.success) throw invalid(`Invalid Condition: ${JSON.stringify(raw)}`);
    if (Array.isArray(parsed.data) && parsed.data[0] === 'content-length-range') {
      ranges.push({ min: parsed.data[1], max: parsed.data[2] });
      continue;
    }
    for (const one of fieldConditions(parsed.data, raw)) {
      covered.add(one.name);
      if (!holds(one, fields.get(one.name))) throw violated(`Policy Condition failed: ${one.text}`);
    }
  }
  const extra = [...fields.keys()].find(
    (name) => !covered.has(name) && !free.has(name) && !name.startsWith('x-ignore-'),
  );
  if (extra !== undefined) throw violated(`Extra input fields: ${extra}`);
  if (ranges.length === 0) return undefined;
  return { min: Math.max(...ranges.map(({ min }) => min)), max: Math.min(...ranges.map(({ max }) => max)) };
};

const parsePolicy = (base64: string): z.infer<typeof policyDocument> => {
  try {
    return policyDocument.parse(JSON.parse(Buffer.from(base64, 'base64').toString('utf8')));
  } catch {
    throw invalid('Invalid Policy: it must be base64 of JSON with expiration and conditions.');
  }
};

/** Operators are written in any case. */
const normalise = (raw: unknown): unknown =>
  Array.isArray(raw) && typeof raw[0] === 'string' ? [raw[0].toLowerCase(), ...raw.slice(1)] : raw;

const fieldConditions = (
  parsed: Exclude<z.infer<typeof condition>, ['content-length-range', number, number]>,
  raw: unknown,
): FieldCondition[] => {
  if (!Array.isArray(parsed)) {
    return Object.entries(parsed).map(([name, value]) => ({
      name: name.toLowerCase(),
      operator: 'eq',
      value,
      text: JSON.stringify(['eq', `$${name}`, value]),
    }));
  }
  const [operator, name, value] = parsed as ['eq' | 'starts-with', string, string];
  return [{ name: name.slice(1).toLowerCase(), operator, value, text: JSON.stringify(raw) }];
};

const holds = ({ name, operator, value }: FieldCondition, given: string | undefined): boolean => {
  if (given === undefined) return operator === 'starts-with' && value === '';
  if (operator === 'eq') return given === value;
  const texts = name === 'content-type' ? given.split(',').map((one) => one.trim()) : [given];
  return texts.every((text) => text.startsWith(value));
};

const violated = (why: string): AwsError =>
  new AwsError('AccessDenied', `Invalid according to Policy: ${why}`);

const invalid = (message: string): AwsError => new AwsError('InvalidPolicyDocument', message);
