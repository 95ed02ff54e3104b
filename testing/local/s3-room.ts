/** An S3 client of a backend of its own with one bucket, for the wire tests of this folder. */
import {
  CreateBucketCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type PutObjectCommandInput,
  S3Client,
} from '@aws-sdk/client-s3';
import { startBackend, type TestBackend } from './start-backend';

export const Bucket = 'a-bucket';

export interface S3Room {
  backend: TestBackend;
  s3: S3Client;
  put(
    key: string,
    body: PutObjectCommandInput['Body'],
    more?: Partial<PutObjectCommandInput>,
  ): Promise<{ ETag?: string; ChecksumCRC32?: string }>;
  get(key: string): Promise<Buffer>;
  /** The first 1000 with the prefix. */
  keys(prefix: string): Promise<string[]>;
  end(): Promise<void>;
}

export const openS3Room = async (): Promise<S3Room> => {
  const backend = await startBackend();
  const s3 = new S3Client(backend.client);
  await s3.send(new CreateBucketCommand({ Bucket }));
  return {
    backend,
    s3,
    put: (Key, Body, more = {}) => s3.send(new PutObjectCommand({ Bucket, Key, Body, ...more })),
    async get(Key) {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
      return Buffer.from((await Body?.transformToByteArray()) ?? []);
    },
    async keys(Prefix) {
      const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket, Prefix }));
      return Contents.map(({ Key }) => Key ?? '');
    },
    async end() {
      s3.destroy();
      await backend.end();
    },
  };
};

/** Name and status of the error a call must fail with. */
export const failureOf = async (
  call: Promise<unknown>,
): Promise<{ name: string; status: number | undefined }> => {
  try {
    await call;
  } catch (error) {
    const { name, $metadata } = error as { name: string; $metadata?: { httpStatusCode?: number } };
    return { name, status: $metadata?.httpStatusCode };
  }
  throw new Error('The call should have failed.');
};
