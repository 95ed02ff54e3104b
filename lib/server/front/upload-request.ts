import { type IncomingMessage } from 'node:http';
import { type ActionRefusal, maxActionBytes } from './action-request';

/** Bytes for S3 are no call of an action: they are read as they come, by a route. No form of a foreign page can send this type. */
export const isUpload = ({ url = '', headers }: IncomingMessage): boolean =>
  /^\/[^/?]+\/upload(?:\?|$)/.test(url) && headers['content-type'] === 'application/octet-stream';

/** @returns why it is refused before it has come */
export const uploadRefusal = ({ headers }: IncomingMessage): ActionRefusal | undefined => {
  const length = headers['content-length'];
  if (length === undefined) return { status: 400, reason: 'An upload says its length first.' };
  if (Number(length) > maxActionBytes) return { status: 413, reason: 'An upload has 64 MiB at most.' };
  return undefined;
};
