import { createContext, useContext } from 'react';
import { type ActionResult } from '@/lib/errors/action-result';
import { type SentPart, type UploadPlace, type UploadTarget } from '@/lib/training/upload/upload';

export type Unfinished = UploadPlace & { uploadId: string };
/** Base64 of the bytes' SHA-256, which S3 compares. */
export type Bytes = { bytes: Uint8Array<ArrayBuffer>; sha256: string };

/** What an upload asks of the server. */
export interface UploadCalls {
  plan: (bucket: string, prefix: string) => Promise<ActionResult<UploadTarget>>;
  begin: (place: UploadPlace) => Promise<ActionResult<string>>;
  resume: (upload: Unfinished) => Promise<ActionResult<SentPart[]>>;
  finish: (upload: Unfinished & { sizeBytes: number; replace: boolean }) => Promise<ActionResult<null>>;
  cancel: (upload: Unfinished) => Promise<ActionResult<null>>;
  /** A part. Rejects where it is given up, or there is no answer. */
  send: (upload: Unfinished & Bytes & { number: number }, signal: AbortSignal) => Promise<ActionResult<null>>;
  /** A whole file. Rejects as `send` does. */
  put: (file: UploadPlace & Bytes & { replace: boolean }, signal: AbortSignal) => Promise<ActionResult<null>>;
}

/** Without it, no field below offers to upload. */
export const UploadCallsContext = createContext<UploadCalls | undefined>(undefined);

/** @throws Error where there is nothing to upload by */
export const useUploadCalls = (): UploadCalls => {
  const calls = useContext(UploadCallsContext);
  if (!calls) throw new Error('No upload is offered here.');
  return calls;
};
