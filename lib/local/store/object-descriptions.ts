/**
 * What is written beside an object's file: everything its record holds, so that the object can be found again when
 * the records are lost or older than the files. A description is written once its record is committed.
 */
import { z } from 'zod';

const objectDescription = z.object({
  version: z.literal(1),
  kind: z.literal('object'),
  /** As the store keeps it; the file's name is the description's own. */
  record: z.looseObject({ bucket: z.string(), key: z.string(), size: z.number(), lastModified: z.number() }),
});

const partDescription = z.object({
  version: z.literal(1),
  kind: z.literal('part'),
  upload: z.string(),
  bucket: z.string(),
  key: z.string(),
  partNumber: z.number(),
});

export type ObjectDescription = z.infer<typeof objectDescription>;
export type FileDescription = ObjectDescription | z.infer<typeof partDescription>;

export const describeObject = (
  record: Pick<ObjectDescription['record'], 'bucket' | 'key' | 'size' | 'lastModified'>,
): ObjectDescription => ({ version: 1, kind: 'object', record: { ...record } });

export const describePart = (part: {
  upload: string;
  bucket: string;
  key: string;
  partNumber: number;
}): FileDescription => ({ version: 1, kind: 'part', ...part });

/** @returns undefined for text that is no description, as a kill in the middle of writing leaves it. */
export const readDescription = (text: string): FileDescription | undefined => {
  try {
    return z.union([objectDescription, partDescription]).parse(JSON.parse(text));
  } catch {
    // Cut by a kill.
    return undefined;
  }
};
