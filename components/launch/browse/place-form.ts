/** A bucket, or a folder in it, as it is typed. */
import { z } from 'zod';
import { type Place, placeOfUri } from '@/lib/training/s3-listing';

/** What is typed names the folder, with or without the slash at its end. */
export const placeFormSchema: z.ZodType<{ uri: Place }> = z.object({
  uri: z
    .string()
    .trim()
    .transform((typed, context) => {
      const place = placeOfUri(typed.endsWith('/') ? typed : `${typed}/`);
      if (place) return place;
      context.addIssue({ code: 'custom', message: 'Give an S3 URI such as s3://bucket/prefix/.' });
      return z.NEVER;
    }),
});
