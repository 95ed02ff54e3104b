/** Uploads in parts that were begun and not finished, as the browser keeps them: S3 has their parts. */
import { z } from 'zod';
import { keepText, keptText } from '@/components/shell/use-browser-text';

export const uploadsKey = 'spotdeck-uploads';
const maxKept = 100;

const keptUploadSchema = z.object({
  backend: z.string().max(40),
  bucket: z.string().max(255),
  /** Of the target; the key begins with it. */
  prefix: z.string().max(1_024),
  key: z.string().min(1).max(1_024),
  uploadId: z.string().min(1).max(1_024),
  sizeBytes: z.number().int().min(0),
  /** The file's, ms since the epoch: what has another one is another file. */
  lastModified: z.number(),
  /** Ms since the epoch. */
  begunAt: z.number(),
});
export type KeptUpload = z.output<typeof keptUploadSchema>;

/** What was kept, newest first; anyone can write there, and what cannot be read is left out. */
export const parseUploads = (text: string | null): readonly KeptUpload[] => {
  try {
    const parsed: unknown = JSON.parse(text ?? '[]');
    if (!Array.isArray(parsed)) return [];
    return parsed
      .flatMap((each) => keptUploadSchema.safeParse(each).data ?? [])
      .sort((a, b) => b.begunAt - a.begunAt);
  } catch {
    // Text that another program, or a hand, has put there.
    return [];
  }
};

const keptUploads = (): readonly KeptUpload[] => parseUploads(keptText(uploadsKey));

export const keepUpload = (upload: KeptUpload): void => {
  const others = keptUploads().filter(({ uploadId }) => uploadId !== upload.uploadId);
  keepText(uploadsKey, JSON.stringify([upload, ...others].slice(0, maxKept)));
};

export const forgetUpload = (uploadId: string): void => {
  keepText(uploadsKey, JSON.stringify(keptUploads().filter((each) => each.uploadId !== uploadId)));
};

/** The unfinished upload of this very file to this very place. */
export const keptUploadOf = (
  file: Pick<KeptUpload, 'backend' | 'bucket' | 'key' | 'sizeBytes' | 'lastModified'>,
): KeptUpload | undefined =>
  keptUploads().find(
    (each) =>
      each.backend === file.backend &&
      each.bucket === file.bucket &&
      each.key === file.key &&
      each.sizeBytes === file.sizeBytes &&
      each.lastModified === file.lastModified,
  );
