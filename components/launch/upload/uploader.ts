import { isOnePart } from '@/lib/training/upload/part-plan';
import { type UploadTarget } from '@/lib/training/upload/upload';
import { forgetUpload, type KeptUpload, parseUploads, uploadsKey } from './kept-uploads';
import { keptText } from '@/components/shell/use-browser-text';
import { elsewhere, inOneTab, lockOfUpload } from './one-tab';
import { sendFile } from './send-file';
import { pauseFor, type Trying } from './try-on';
import { type UploadCalls } from './upload-calls';
import {
  type ChosenData,
  nextUpload,
  type Upload,
  type UploadEvent,
  type UploadedFile,
} from './upload-state';

/** Small files on their way at once; a large one has as many parts. A browser has six connections for all of a site. */
const filesAtOnce = 3;

interface UploaderOptions {
  backend: string;
  calls: UploadCalls;
  now?: () => number;
  pause?: Trying['pause'];
}

/** Sends files, one upload at a time; its state outlives the dialog that shows it. */
export const createUploader = ({ backend, calls, now = Date.now, pause = pauseFor }: UploaderOptions) => {
  let state: Upload | undefined;
  let control = new AbortController();
  const listeners = new Set<() => void>();

  const tell = (event: UploadEvent) => {
    state = nextUpload(state, event);
    listeners.forEach((listener) => listener());
  };

  const drain = async (isMeant: (file: UploadedFile) => boolean, signal: AbortSignal): Promise<void> => {
    for (;;) {
      const next = state?.files.find((file) => file.status === 'waiting' && isMeant(file));
      if (!state || !next || next.key === undefined || signal.aborted) return;
      const { path, file, key, replace } = next;
      tell({ kind: 'sending', path });
      const outcome = await sendFile(
        { backend, bucket: state.bucket, prefix: state.prefix, key, file, replace },
        {
          calls,
          signal,
          pause,
          onBytes: (bytes, isKept) =>
            !signal.aborted && tell({ kind: 'bytes', path, bytes, isKept, at: now() }),
          onWait: (reason) => !signal.aborted && tell({ kind: 'wait', path, reason }),
        },
      );
      if (signal.aborted) return;
      if (outcome.kind === 'failed')
        tell({ kind: 'outcome', path, outcome: 'failed', reason: outcome.reason });
      else tell({ kind: 'outcome', path, outcome: outcome.kind });
    }
  };

  const run = async (): Promise<void> => {
    control = new AbortController();
    const { signal } = control;
    const isSmall = ({ file }: UploadedFile) => isOnePart(file.size);
    try {
      await Promise.all(Array.from({ length: filesAtOnce }, () => drain(isSmall, signal)));
      await drain((file) => !isSmall(file), signal);
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  };

  const keptHere = (): KeptUpload[] => {
    const { bucket, files = [] } = state ?? {};
    const keys = new Set(files.map(({ key }) => key));
    return parseUploads(keptText(uploadsKey)).filter(
      (each) => each.backend === backend && each.bucket === bucket && keys.has(each.key),
    );
  };

  const takeBack = async ({ bucket, key, uploadId }: KeptUpload): Promise<string | undefined> => {
    // As of any request without an answer, the reason is not told.
    const result = await calls.cancel({ bucket, key, uploadId }).catch(() => undefined);
    if (result?.ok) forgetUpload(uploadId);
    return result?.ok ? undefined : (result?.error.message ?? 'The dashboard does not answer.');
  };
  const takeBackHere = (upload: KeptUpload) => inOneTab(lockOfUpload(upload), () => takeBack(upload));

  return {
    state: () => state,
    subscribe: (listener: () => void) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    /** Sends what lies at none of the keys yet; where any does, its owner is asked first. */
    begin: (
      bucket: string,
      prefix: string,
      files: readonly ChosenData[],
      target: UploadTarget,
    ): Promise<void> => {
      tell({ kind: 'begin', bucket, prefix, files, target });
      if (state?.files.some(({ status }) => status === 'exists')) return Promise.resolve();
      tell({ kind: 'answer', replace: false, at: now() });
      return run();
    },
    answer: (replace: boolean): Promise<void> => {
      tell({ kind: 'answer', replace, at: now() });
      return run();
    },
    pause: () => {
      control.abort();
      tell({ kind: 'pause' });
    },
    /** After a pause; or what failed once more. */
    goOn: (): Promise<void> => {
      tell({ kind: 'go-on', at: now() });
      return run();
    },
    /** Takes back what is not whole. @returns why some of it is still in S3 */
    cancel: async (): Promise<string | undefined> => {
      control.abort();
      const left = await Promise.all(keptHere().map(takeBackHere));
      tell({ kind: 'clear' });
      // What another tab is sending is not this one's to take back.
      return left.find((reason) => typeof reason === 'string');
    },
    /** @returns why its parts are still in S3; undefined where they are gone */
    discard: async (upload: KeptUpload): Promise<string | undefined> => {
      const left = await takeBackHere(upload);
      return left === elsewhere ? 'Another tab of this browser is uploading it: cancel it there.' : left;
    },
    /** Its page is left: parts stay, and it can be gone on with. */
    leave: () => control.abort(),
    /** It has ended and was seen. */
    close: () => tell({ kind: 'clear' }),
  };
};

export type Uploader = ReturnType<typeof createUploader>;
