/** Reads a form that uploads one file: its fields first, then the file as a stream. */
import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import busboy from 'busboy';
import { AwsError } from '../../core/aws-error';
import { ClientGone } from '../../wire/request-body';
import { untilGone } from './request-payload';

export interface UploadForm {
  /** Names in lower case. */
  fields: ReadonlyMap<string, string>;
  filename: string;
}

/** Of all fields before the file, as in S3. */
const maxFieldBytes = 20 * 1024;

/**
 * Calls `store` once, when the file begins; what comes after the file is ignored, as in S3.
 * @throws AwsError MalformedPOSTRequest, InvalidArgument, MaxPostPreDataLengthExceededError; what `store` throws
 */
export const readUploadForm = async <T>(
  incoming: IncomingMessage,
  store: (form: UploadForm, file: AsyncIterable<Uint8Array>) => Promise<T>,
): Promise<T> => {
  const parser = openParser(incoming);
  const fields = new Map<string, string>();
  let fieldBytes = 0;
  let stored: Promise<T> | undefined;
  // A destroyed parser still tells of what its last chunk holds, and it and its file of errors that nobody awaits.
  parser.on('error', () => undefined);

  const begin = (file: AsyncIterable<Uint8Array>, filename: string): void => {
    stored = store({ fields, filename }, file);
    // Awaited below; until then its failure must not count as unhandled.
    stored.catch((error: unknown) =>
      parser.destroy(error instanceof Error ? error : new Error(String(error))),
    );
  };
  parser.on('field', (name, value, { valueTruncated }) => {
    if (stored || parser.destroyed) return;
    if (name.toLowerCase() === 'file') return begin(streamText(value), '');
    fieldBytes += name.length + Buffer.byteLength(value);
    if (fieldBytes > maxFieldBytes || valueTruncated) parser.destroy(tooLong());
    else fields.set(name.toLowerCase(), value);
  });
  parser.on('file', (name, file: Readable, { filename }) => {
    file.on('error', () => undefined);
    if (stored || parser.destroyed || name.toLowerCase() !== 'file') file.resume();
    else begin(file, filename ?? '');
  });
  try {
    // Behind an iterator that leaves the connection open: a form that is refused still gets its answer.
    await pipeline(untilGone(incoming.iterator({ destroyOnReturn: false })), parser);
  } catch (error) {
    // Its failure is the parser's, which is told below.
    await stored?.catch(() => undefined);
    throw error instanceof AwsError || error instanceof ClientGone ? error : malformed();
  }
  if (!stored) throw new AwsError('InvalidArgument', 'POST requires exactly one file upload per request.');
  return stored;
};

const openParser = (incoming: IncomingMessage) => {
  try {
    const limits = { fields: 100, fieldSize: maxFieldBytes, files: 1 };
    return busboy({ headers: incoming.headers, limits, preservePath: true, defParamCharset: 'utf8' });
  } catch {
    throw malformed();
  }
};

const streamText = async function* (text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
};

const malformed = (): AwsError =>
  new AwsError(
    'MalformedPOSTRequest',
    'The body of your POST request is not well-formed multipart/form-data.',
  );

const tooLong = (): AwsError =>
  new AwsError(
    'MaxPostPreDataLengthExceededError',
    'Your POST request fields preceding the upload file were too large.',
  );
