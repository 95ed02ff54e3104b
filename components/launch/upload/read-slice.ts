import { type Bytes } from './upload-calls';

/** The file is not what was chosen any more: browsers refuse to read one that was changed, moved or deleted. */
export class ChangedFileError extends Error {}

/** A piece of a file, with its checksum. @throws ChangedFileError */
export const readSlice = async (file: Blob, start: number, end: number): Promise<Bytes> => {
  let buffer: ArrayBuffer;
  try {
    buffer = await file.slice(start, end).arrayBuffer();
  } catch (cause) {
    throw new ChangedFileError('It cannot be read any more.', { cause });
  }
  if (buffer.byteLength !== end - start) throw new ChangedFileError('It is shorter than it was.');
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', buffer));
  return { bytes: new Uint8Array(buffer), sha256: btoa(String.fromCharCode(...digest)) };
};
