import 'server-only';
import { Readable } from 'node:stream';
import {
  CreateBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  type ListObjectsV2CommandOutput,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { isNotFound, SpotdeckError } from '../errors/spotdeck-error';
import { type Backend } from './backends';
import { getClients } from './clients';
import { readPages } from './pages';
import { type S3Location, s3UriOf } from '../training/s3-uri';
import { translating } from './translate-error';

export { parseS3Uri } from './s3-uri';
export { folderPrefix, s3UriOf, type S3Location } from '../training/s3-uri';

export interface S3Object {
  key: string;
  s3Uri: string;
  sizeBytes: number;
  /** Ms since the epoch. */
  modifiedAt: number;
}

export interface ObjectPage {
  objects: S3Object[];
  /** With a delimiter: the folders below the prefix. */
  folders: string[];
  nextToken?: string;
}

export interface ListObjectsOptions {
  delimiter?: string;
  /** 1 to 1,000. */
  pageSize?: number;
  token?: string;
}

/** One page of the objects whose keys start with `location.key`, in order of key. */
export const listObjects = (
  backend: Backend,
  location: S3Location,
  options: ListObjectsOptions = {},
): Promise<ObjectPage> =>
  translating(backend, `list ${s3UriOf(location)}`, async () => {
    const page = await getClients(backend).s3.send(
      new ListObjectsV2Command({
        Bucket: location.bucket,
        Prefix: location.key,
        Delimiter: options.delimiter,
        MaxKeys: options.pageSize,
        ContinuationToken: options.token,
      }),
    );
    return {
      objects: objectsOf(page, location),
      folders: (page.CommonPrefixes ?? []).flatMap(({ Prefix }) => (Prefix === undefined ? [] : [Prefix])),
      ...(page.NextContinuationToken === undefined ? {} : { nextToken: page.NextContinuationToken }),
    };
  });

const objectsOf = ({ Contents = [] }: ListObjectsV2CommandOutput, { bucket }: S3Location): S3Object[] =>
  Contents.flatMap(({ Key, Size, LastModified }) =>
    Key === undefined || LastModified === undefined
      ? []
      : {
          key: Key,
          s3Uri: s3UriOf({ bucket, key: Key }),
          sizeBytes: Size ?? 0,
          modifiedAt: LastModified.getTime(),
        },
  );

/** Every object under the prefix, up to `limit`; `cut` tells that there are more. */
export const listAllObjects = (
  backend: Backend,
  location: S3Location,
  limit = 10_000,
): Promise<{ objects: S3Object[]; cut: boolean }> =>
  translating(backend, `list ${s3UriOf(location)}`, async () => {
    const pages = readPages(
      (ContinuationToken) =>
        getClients(backend).s3.send(
          new ListObjectsV2Command({ Bucket: location.bucket, Prefix: location.key, ContinuationToken }),
        ),
      (page) => page.NextContinuationToken,
    );
    const objects: S3Object[] = [];
    for await (const page of pages) {
      objects.push(...objectsOf(page, location));
      if (objects.length > limit || (objects.length === limit && page.IsTruncated === true))
        return { objects: objects.slice(0, limit), cut: true };
    }
    return { objects, cut: false };
  });

export interface ObjectHead {
  sizeBytes: number;
  modifiedAt?: number;
  etag?: string;
  contentType?: string;
  metadata: Record<string, string>;
}

/** @throws {SpotdeckError} not-found */
export const headObject = (backend: Backend, location: S3Location): Promise<ObjectHead> =>
  translating(backend, `read ${s3UriOf(location)}`, async () => {
    const head = await getClients(backend).s3.send(
      new HeadObjectCommand({ Bucket: location.bucket, Key: location.key }),
    );
    return {
      sizeBytes: head.ContentLength ?? 0,
      ...(head.LastModified === undefined ? {} : { modifiedAt: head.LastModified.getTime() }),
      ...(head.ETag === undefined ? {} : { etag: head.ETag.replaceAll('"', '') }),
      ...(head.ContentType === undefined ? {} : { contentType: head.ContentType }),
      metadata: head.Metadata ?? {},
    };
  });

export const objectExists = async (backend: Backend, location: S3Location): Promise<boolean> => {
  try {
    await headObject(backend, location);
    return true;
  } catch (error) {
    if (isNotFound(error)) return false;
    throw error;
  }
};

export interface GetObjectOptions {
  /** Bytes from `start` to `end`, both inclusive. */
  range?: { start: number; end?: number };
  signal?: AbortSignal;
}

/** The object as a stream. @throws {SpotdeckError} not-found */
export const getObject = (
  backend: Backend,
  location: S3Location,
  options: GetObjectOptions = {},
): Promise<{ body: Readable; sizeBytes?: number; contentType?: string }> =>
  translating(backend, `read ${s3UriOf(location)}`, async () => {
    const { range } = options;
    const object = await getClients(backend).s3.send(
      new GetObjectCommand({
        Bucket: location.bucket,
        Key: location.key,
        ...(range === undefined ? {} : { Range: `bytes=${range.start}-${range.end ?? ''}` }),
      }),
      { abortSignal: options.signal },
    );
    if (!(object.Body instanceof Readable))
      throw new Error(`S3 answered without a body for ${s3UriOf(location)}`);
    return {
      body: object.Body,
      ...(object.ContentLength === undefined ? {} : { sizeBytes: object.ContentLength }),
      ...(object.ContentType === undefined ? {} : { contentType: object.ContentType }),
    };
  });

/**
 * The whole object (or range) in memory.
 * @throws {SpotdeckError} invalid-input, where it is larger than `maxBytes` (64 MiB by default).
 */
export const getObjectBytes = async (
  backend: Backend,
  location: S3Location,
  options: GetObjectOptions & { maxBytes?: number } = {},
): Promise<Buffer> => {
  const maxBytes = options.maxBytes ?? 64 * 1024 * 1024;
  const { body } = await getObject(backend, location, options);
  return translating(backend, `read ${s3UriOf(location)}`, async () => {
    const chunks: Buffer[] = [];
    let size = 0;
    const bytes: AsyncIterable<Buffer> = body;
    for await (const chunk of bytes) {
      size += chunk.length;
      if (size > maxBytes) {
        body.destroy();
        throw new SpotdeckError('invalid-input', `${s3UriOf(location)} is larger than ${maxBytes} bytes.`);
      }
      chunks.push(chunk);
    }
    return Buffer.concat(chunks, size);
  });
};

export interface PutObjectOptions {
  contentType?: string;
  metadata?: Record<string, string>;
  /** Encrypts by this key, instead of as the bucket does. */
  kmsKey?: string;
  /** Refuses (conflict) if the key exists. */
  ifAbsent?: boolean;
  /** Base64: S3 refuses bytes that have another one. */
  sha256?: string;
  signal?: AbortSignal;
}

/** Puts bytes in one request, or a stream of any length in parts. */
export const putObject = (
  backend: Backend,
  location: S3Location,
  body: Uint8Array | string | Readable,
  options: PutObjectOptions = {},
): Promise<void> =>
  translating(backend, `write ${s3UriOf(location)}`, async () => {
    const input = {
      Bucket: location.bucket,
      Key: location.key,
      Body: body,
      ContentType: options.contentType,
      Metadata: options.metadata,
      ...(options.ifAbsent ? { IfNoneMatch: '*' } : {}),
      ...(options.sha256 === undefined ? {} : { ChecksumSHA256: options.sha256 }),
      ...(options.kmsKey === undefined
        ? {}
        : { ServerSideEncryption: 'aws:kms' as const, SSEKMSKeyId: options.kmsKey }),
    };
    const { s3 } = getClients(backend);
    if (!(body instanceof Readable)) {
      await s3.send(new PutObjectCommand(input), { abortSignal: options.signal });
      return;
    }
    const upload = new Upload({ client: s3, params: input });
    const abort = () => void upload.abort();
    options.signal?.addEventListener('abort', abort, { once: true });
    try {
      await upload.done();
    } finally {
      options.signal?.removeEventListener('abort', abort);
    }
  });

/** Deleting what does not exist is no error. */
export const deleteObject = (backend: Backend, location: S3Location): Promise<void> =>
  translating(backend, `delete ${s3UriOf(location)}`, async () => {
    await getClients(backend).s3.send(
      new DeleteObjectCommand({ Bucket: location.bucket, Key: location.key }),
    );
  });

export const bucketExists = async (backend: Backend, bucket: string): Promise<boolean> => {
  try {
    await translating(backend, `find bucket ${bucket}`, () =>
      getClients(backend).s3.send(new HeadBucketCommand({ Bucket: bucket })),
    );
    return true;
  } catch (error) {
    if (isNotFound(error)) return false;
    throw error;
  }
};

/** Makes the bucket in the backend's Region; one's own bucket that is there already is no error. */
export const createBucket = (backend: Backend, bucket: string): Promise<void> =>
  translating(backend, `create bucket ${bucket}`, async () => {
    // us-east-1 is the one Region that may not be named as a location constraint.
    const place =
      backend.region === 'us-east-1'
        ? {}
        : // eslint-disable-next-line @typescript-eslint/no-unsafe-type-assertion -- the closed list of the SDK's Regions is older than AWS's
          { CreateBucketConfiguration: { LocationConstraint: backend.region as 'eu-west-1' } };
    try {
      await getClients(backend).s3.send(new CreateBucketCommand({ Bucket: bucket, ...place }));
    } catch (error) {
      if (error instanceof Error && error.name === 'BucketAlreadyOwnedByYou') return;
      throw error;
    }
  });

export interface Bucket {
  name: string;
  /** Ms since the epoch. */
  createdAt?: number;
  /** Where it lies, if the service says so. */
  region?: string;
}

/** One page of the account's buckets, those of other Regions too, in order of name. */
export const listBuckets = (
  backend: Backend,
  token?: string,
): Promise<{ buckets: Bucket[]; nextToken?: string }> =>
  translating(backend, 'list the buckets', async () => {
    // Only a request for a page is told the Regions.
    const page = await getClients(backend).s3.send(
      new ListBucketsCommand({ MaxBuckets: 1_000, ContinuationToken: token }),
    );
    return {
      buckets: (page.Buckets ?? []).flatMap(({ Name, CreationDate, BucketRegion }) =>
        Name === undefined
          ? []
          : {
              name: Name,
              ...(CreationDate === undefined ? {} : { createdAt: CreationDate.getTime() }),
              ...(BucketRegion === undefined ? {} : { region: BucketRegion }),
            },
      ),
      ...(page.ContinuationToken === undefined ? {} : { nextToken: page.ContinuationToken }),
    };
  });
