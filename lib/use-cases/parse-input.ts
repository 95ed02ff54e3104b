import 'server-only';
import { type z } from 'zod';
import { SpotdeckError } from '../errors/spotdeck-error';

const maxMessageLength = 300;

/**
 * The input as its schema gives it.
 * @throws {SpotdeckError} invalid-input with the field's path; not-found, where the schema says that what is named
 * cannot be there (`name-inputs.ts`)
 */
export const parseInput = <Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> => {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const field = issue?.path.map(String).join('.') ?? '';
  throw new SpotdeckError(
    isNotFound(issue) ? 'not-found' : 'invalid-input',
    shortened(issue?.message ?? 'The input is not valid.'),
    field === '' ? undefined : shortened(field),
  );
};

const isNotFound = (issue: z.core.$ZodIssue | undefined): boolean =>
  issue?.code === 'custom' && issue.params?.errorCode === 'not-found';

const shortened = (text: string): string =>
  text.length > maxMessageLength ? `${text.slice(0, maxMessageLength)}…` : text;
