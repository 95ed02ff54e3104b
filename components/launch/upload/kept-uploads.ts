/** Uploads in parts that were begun and not finished, as the browser keeps them: S3 has their parts. */
import { z } from 'zod';
import { type KeptList, keptListText, readKeptList } from '@/components/shell/kept-list';
import { keepText, keptText } from '@/components/shell/use-browser-text';

export const uploadsKey = 'spotdeck-uploads';
const maxKept = 100;

const keptUploadSchema = z.object({
  backend: z.string().max(400),
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

const readUploads = (text: string | null): KeptList<KeptUpload> =>
  readKeptList(text, (value) => keptUploadSchema.safeParse(value).data);

/** What was kept, newest first; anyone can write there, and what cannot be read is left out. */
export const parseUploads = (text: string | null): readonly KeptUpload[] =>
  readUploads(text).entries.toSorted((a, b) => b.begunAt - a.begunAt);

const write = (change: (entries: readonly KeptUpload[]) => readonly KeptUpload[]): void => {
  const { entries, unreadable } = readUploads(keptText(uploadsKey));
  keepText(uploadsKey, keptListText({ entries: change(entries), unreadable }));
};

export const keepUpload = (upload: KeptUpload): void =>
  write((entries) => [upload, ...without(entries, upload.uploadId)].slice(0, maxKept));

export const forgetUpload = (uploadId: string): void => write((entries) => without(entries, uploadId));

const without = (entries: readonly KeptUpload[], id: string) =>
  entries.filter(({ uploadId }) => uploadId !== id);

/** The unfinished upload of this very file to this very place. */
export const keptUploadOf = (
  file: Pick<KeptUpload, 'backend' | 'bucket' | 'key' | 'sizeBytes' | 'lastModified'>,
): KeptUpload | undefined =>
  parseUploads(keptText(uploadsKey)).find(
    (each) =>
      each.backend === file.backend &&
      each.bucket === file.bucket &&
      each.key === file.key &&
      each.sizeBytes === file.sizeBytes &&
      each.lastModified === file.lastModified,
  );
