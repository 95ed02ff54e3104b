/** What a job's tags and its note may be; apart from `job-tags.ts`, so that lists need no code of schemas. */
import { z } from 'zod';
import { areUnique } from './are-unique';
import { encodeNote, tagText, type TagChange } from './job-tags';

export const maxTags = 50;
const maxTagKeyLength = 128;
const maxTagValueLength = 256;

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
