/**
 * Tags of a job as SageMaker takes them, and those in which Spotdeck keeps what a person says about a job: they are
 * in the account, so that everybody who looks at the job sees them, whichever computer they look from.
 * https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_Tag.html
 */
import { z } from 'zod';
import { areUnique } from './are-unique';

export const maxTags = 50;
export const maxTagKeyLength = 128;
export const maxTagValueLength = 256;

const tagText = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;
const tagWords = 'Use letters, digits, blanks and _ . : / = + - @ only.';

export const tagKeySchema = z
  .string()
  .trim()
  .min(1, 'Give the tag a key.')
  .max(maxTagKeyLength, `At most ${maxTagKeyLength} characters.`)
  .regex(tagText, tagWords)
  .refine((key) => !/^aws:/i.test(key), 'Keys that begin with aws: are AWS’s own.');

export const tagValueSchema = z
  .string()
  .max(maxTagValueLength, `At most ${maxTagValueLength} characters.`)
  .regex(tagText, tagWords);

/** Keys that begin so are kept by Spotdeck and edited elsewhere than among a person's own tags. */
export const ownTagPrefix = 'spotdeck:';
export const favouriteTag = 'spotdeck:favourite';
export const archivedTag = 'spotdeck:archived';
export const noteTag = 'spotdeck:note';

export interface Tag {
  key: string;
  value: string;
}

/** What is to become of a job's tags. A key may be in one of both only. */
export interface TagChange {
  set: Tag[];
  remove: string[];
}

type Tags = Readonly<Record<string, string>>;

export const isFavourite = (tags: Tags = {}): boolean => Object.hasOwn(tags, favouriteTag);
export const isArchived = (tags: Tags = {}): boolean => Object.hasOwn(tags, archivedTag);

/** Whether a job has a mark of ours or has it no more. */
export const markChange = (key: typeof favouriteTag | typeof archivedTag, wanted: boolean): TagChange =>
  wanted ? { set: [{ key, value: 'yes' }], remove: [] } : { set: [], remove: [key] };

/** A person's own tags, without those that AWS or Spotdeck keeps. */
export const personalTags = (tags: Tags = {}): [key: string, value: string][] =>
  Object.entries(tags).filter(([key]) => !key.startsWith(ownTagPrefix) && !/^aws:/i.test(key));

/** What makes one set of a person's own tags of another. */
export const tagChangeOf = (before: Tags | undefined, after: readonly Tag[]): TagChange => {
  const was = new Map(personalTags(before));
  const wanted = new Set(after.map(({ key }) => key));
  return {
    set: after.filter(({ key, value }) => was.get(key) !== value),
    remove: [...was.keys()].filter((key) => !wanted.has(key)),
  };
};

/**
 * A note as a tag's value. What a tag cannot hold, such as a comma or a new line, is written as `=` and the bytes of
 * its UTF-8 in hexadecimal, as in quoted-printable.
 */
export const encodeNote = (note: string): string =>
  Array.from(note.trim().replace(/\r\n?/g, '\n'))
    .map((sign) => (sign !== '=' && tagText.test(sign) ? sign : hexOf(sign)))
    .join('');

/** The note of a job; a value that somebody else wrote is taken as it is where it cannot be read. */
export const noteOf = (tags: Tags = {}): string | undefined => {
  const value = Object.hasOwn(tags, noteTag) ? tags[noteTag] : undefined;
  if (value === undefined || value === '') return undefined;
  try {
    return value.replace(/(?:=[0-9A-F]{2})+/g, (bytes) => decodeURIComponent(bytes.replaceAll('=', '%')));
  } catch (error) {
    if (error instanceof URIError) return value;
    throw error;
  }
};

export const noteChange = (note: string): TagChange =>
  note.trim() === ''
    ? { set: [], remove: [noteTag] }
    : { set: [{ key: noteTag, value: encodeNote(note) }], remove: [] };

const hexOf = (sign: string): string =>
  [...new TextEncoder().encode(sign)]
    .map((byte) => `=${byte.toString(16).toUpperCase().padStart(2, '0')}`)
    .join('');

export const noteSchema = z.string().superRefine((note, context) => {
  const { length } = encodeNote(note);
  if (length <= maxTagValueLength) return;
  context.addIssue({
    code: 'custom',
    message: `The note is ${length - maxTagValueLength} characters too long: it is kept in a tag, which holds ${maxTagValueLength}. Punctuation takes three of them.`,
  });
});

export const tagChangeSchema: z.ZodType<TagChange> = z
  .strictObject({
    set: z
      .array(z.strictObject({ key: tagKeySchema, value: tagValueSchema }))
      .max(maxTags, `A job has at most ${maxTags} tags.`),
    remove: z.array(tagKeySchema).max(maxTags),
  })
  .refine(
    ({ set, remove }) => areUnique([...set.map(({ key }) => key), ...remove]),
    'Each tag can be named once only.',
  );
