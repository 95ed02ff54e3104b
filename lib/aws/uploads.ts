import 'server-only';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  ListPartsCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { isNotFound, SpotdeckError } from '../errors/spotdeck-error';
import { type S3Location, s3UriOf } from '../training/s3-uri';
import { type SentPart } from '../training/upload/upload';
import { type Backend } from './backends';
import { getClients } from './clients';
import { readPages } from './pages';
import { translating } from './translate-error';

/** An upload in parts: nothing lies under its key before it is completed. */
export interface Unfinished extends S3Location {
  uploadId: string;
}

const at = ({ bucket, key, uploadId }: Unfinished) => ({ Bucket: bucket, Key: key, UploadId: uploadId });

/** S3 checks each part against the sum that its sender has made. @returns the upload's id */
export const beginUpload = (backend: Backend, location: S3Location): Promise<string> =>
  translating(backend, `write ${s3UriOf(location)}`, async () => {
    const { UploadId } = await getClients(backend).s3.send(
      new CreateMultipartUploadCommand({
        Bucket: location.bucket,
        Key: location.key,
        ChecksumAlgorithm: 'SHA256',
      }),
    );
    if (UploadId === undefined) throw new Error('S3 began an upload without an id');
    return UploadId;
  });

export const sendPart = (
  backend: Backend,
  upload: Unfinished,
  part: { number: number; bytes: Uint8Array; sha256: string },
): Promise<void> =>
  translating(backend, `write part ${part.number} of ${s3UriOf(upload)}`, async () => {
    await getClients(backend).s3.send(
      new UploadPartCommand({
        ...at(upload),
        PartNumber: part.number,
        Body: part.bytes,
        ContentLength: part.bytes.length,
        ChecksumSHA256: part.sha256,
      }),
    );
  });

interface ListedPart extends SentPart {
  etag: string;
}

/** @throws {SpotdeckError} not-found, where the upload was completed, cancelled or has expired */
export const sentParts = (backend: Backend, upload: Unfinished): Promise<ListedPart[]> =>
  translating(backend, `look for the upload to ${s3UriOf(upload)}`, async () => {
    const pages = readPages(
      (PartNumberMarker) =>
        getClients(backend).s3.send(
          new ListPartsCommand({
            ...at(upload),
            ...(PartNumberMarker !== undefined && { PartNumberMarker }),
          }),
        ),
      // S3 names a next page where there is none.
      (page) => (page.IsTruncated ? page.NextPartNumberMarker : undefined),
    );
    const parts: ListedPart[] = [];
    for await (const page of pages)
      for (const { PartNumber, Size, ETag, ChecksumSHA256 } of page.Parts ?? []) {
        if (PartNumber === undefined || Size === undefined || ETag === undefined) continue;
        const sha256 = ChecksumSHA256 === undefined ? {} : { sha256: ChecksumSHA256 };
        parts.push({ number: PartNumber, sizeBytes: Size, etag: ETag, ...sha256 });
      }
    return parts;
  });

/**
 * Puts the parts together.
 * @param options.sizeBytes what they must have together
 * @param options.ifAbsent refuses (conflict) if the key exists
 * @throws {SpotdeckError} conflict, where a part is missing
 */
export const completeUpload = async (
  backend: Backend,
  upload: Unfinished,
  { sizeBytes, ifAbsent }: { sizeBytes: number; ifAbsent: boolean },
): Promise<void> => {
  const parts = await sentParts(backend, upload);
  const sent = parts.reduce((sum, part) => sum + part.sizeBytes, 0);
  if (sent !== sizeBytes) {
    throw new SpotdeckError(
      'invalid-input',
      `Of ${s3UriOf(upload)} ${sent} bytes have arrived, not ${sizeBytes}: send the rest first.`,
    );
  }
  await translating(backend, `write ${s3UriOf(upload)}`, () =>
    getClients(backend).s3.send(
      new CompleteMultipartUploadCommand({
        ...at(upload),
        MpuObjectSize: sizeBytes,
        ...(ifAbsent ? { IfNoneMatch: '*' } : {}),
        MultipartUpload: {
          Parts: parts.map(({ number, etag, sha256 }) => ({
            PartNumber: number,
            ETag: etag,
            ChecksumSHA256: sha256,
          })),
        },
      }),
    ),
  );
};

/** Its parts are gone afterwards; that they were gone already is no error. */
export const abortUpload = async (backend: Backend, upload: Unfinished): Promise<void> => {
  try {
    await translating(backend, `cancel the upload to ${s3UriOf(upload)}`, () =>
      getClients(backend).s3.send(new AbortMultipartUploadCommand(at(upload))),
    );
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
};
