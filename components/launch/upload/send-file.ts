import { type ActionError } from '@/lib/errors/action-result';
import { isOnePart, type Part, partBytesOf, partsOf } from '@/lib/training/upload/part-plan';
import { type SentPart } from '@/lib/training/upload/upload';
import { forgetUpload, keepUpload, keptUploadOf } from './kept-uploads';
import { elsewhere, inOneTab, lockOfUpload } from './one-tab';
import { ChangedFileError, readSlice } from './read-slice';
import { type Trying, tryOn } from './try-on';
import { type Unfinished, type UploadCalls } from './upload-calls';

/** Parts of one file on their way at once: as many as are held in memory, and larger ones one by one. */
const partsAtOnceOf = (sizeBytes: number): number => (partBytesOf(sizeBytes) > 2 ** 24 ? 1 : 3);

export interface FileToSend {
  backend: string;
  bucket: string;
  prefix: string;
  key: string;
  file: File;
  /** What lies there is replaced: its owner was asked. */
  replace: boolean;
}

export type FileOutcome = { kind: 'done' } | { kind: 'exists' } | { kind: 'failed'; reason: string };

interface Sending extends Trying {
  calls: UploadCalls;
  /** @param isKept S3 had them already */
  onBytes: (bytes: number, isKept: boolean) => void;
}

/** Sends a file to S3, unless another tab is sending one to this place. @throws as `send` does */
export const sendFile = async (target: FileToSend, sending: Sending): Promise<FileOutcome> => {
  const outcome = await inOneTab(lockOfUpload(target), () => send(target, sending));
  return outcome === elsewhere ? failed(inAnotherTab) : outcome;
};

const inAnotherTab =
  'Another tab of this browser is uploading a file to this place. It goes on there; once it is paused or over there, try again here.';

/**
 * Sends a file to S3: in one request where it is small, else in parts, of which S3 may have some already.
 * @throws where it is given up; its parts stay in S3, and the next call goes on with them
 */
const send = async (target: FileToSend, sending: Sending): Promise<FileOutcome> => {
  try {
    return await (isOnePart(target.file.size) ? putWhole(target, sending) : sendInParts(target, sending));
  } catch (error) {
    if (!(error instanceof ChangedFileError)) throw error;
    return failed(
      `${target.file.name} was changed, moved or deleted since it was chosen. Choose it again: what is sent must be one file.`,
    );
  }
};

const failed = (reason: string): FileOutcome => ({ kind: 'failed', reason });

/** Of what nobody was asked about nothing is replaced: S3 itself refuses. */
const outcomeOf = ({ code, message }: ActionError, { replace }: FileToSend): FileOutcome =>
  code === 'conflict' && !replace ? { kind: 'exists' } : failed(message);

const putWhole = async (target: FileToSend, sending: Sending): Promise<FileOutcome> => {
  const { bucket, key, replace, file } = target;
  const bytes = await readSlice(file, 0, file.size);
  const result = await tryOn(
    () => sending.calls.put({ bucket, key, replace, ...bytes }, sending.signal),
    sending,
  );
  if (!result.ok) return outcomeOf(result.error, target);
  sending.onBytes(file.size, false);
  return { kind: 'done' };
};

const sendInParts = async (target: FileToSend, sending: Sending): Promise<FileOutcome> => {
  const { file, replace } = target;
  const opened = await openUpload(target, sending);
  if ('kind' in opened) return opened;
  const { upload, sent } = opened;
  const sentByNumber = new Map(sent.map((part) => [part.number, part]));
  const waiting = partsOf(file.size);
  let failure: FileOutcome | undefined;
  const sendNext = async (): Promise<void> => {
    for (let part = waiting.shift(); part !== undefined && !failure; part = waiting.shift())
      failure ??= await sendPart(target, upload, part, sentByNumber.get(part.number), sending);
  };
  await Promise.all(Array.from({ length: partsAtOnceOf(file.size) }, sendNext));
  if (failure) return failure;
  const result = await tryOn(
    () => sending.calls.finish({ ...upload, sizeBytes: file.size, replace }),
    sending,
  );
  if (!result.ok) return outcomeOf(result.error, target);
  forgetUpload(upload.uploadId);
  return { kind: 'done' };
};

/** The upload that was begun for this file, with what S3 has of it; else a new one. */
const openUpload = async (
  target: FileToSend,
  sending: Sending,
): Promise<{ upload: Unfinished; sent: SentPart[] } | FileOutcome> => {
  const { backend, bucket, prefix, key, file } = target;
  const { size: sizeBytes, lastModified } = file;
  const kept = keptUploadOf({ backend, bucket, key, sizeBytes, lastModified });
  if (kept) {
    const upload = { bucket, key, uploadId: kept.uploadId };
    const result = await tryOn(() => sending.calls.resume(upload), sending);
    if (result.ok) return { upload, sent: result.value };
    if (result.error.code !== 'not-found') return failed(result.error.message);
    // It has expired, or somebody has cancelled it.
    forgetUpload(kept.uploadId);
  }
  const begun = await tryOn(async () => {
    const result = await sending.calls.begin({ bucket, key });
    // Also where it is given up meanwhile: what S3 has begun must be known, to be cancelled.
    if (result.ok)
      keepUpload({
        ...{ backend, bucket, prefix, key, uploadId: result.value, sizeBytes, lastModified },
        begunAt: Date.now(),
      });
    return result;
  }, sending);
  if (!begun.ok) return failed(begun.error.message);
  return { upload: { bucket, key, uploadId: begun.value }, sent: [] };
};

const sendPart = async (
  { file }: FileToSend,
  upload: Unfinished,
  { number, start, end }: Part,
  sent: SentPart | undefined,
  sending: Sending,
): Promise<FileOutcome | undefined> => {
  sending.signal.throwIfAborted();
  const bytes = await readSlice(file, start, end);
  const isThere = sent?.sizeBytes === end - start && sent.sha256 === bytes.sha256;
  if (!isThere) {
    const result = await tryOn(
      () => sending.calls.send({ ...upload, number, ...bytes }, sending.signal),
      sending,
    );
    if (!result.ok) return failed(result.error.message);
  }
  sending.onBytes(end - start, isThere);
  return undefined;
};
