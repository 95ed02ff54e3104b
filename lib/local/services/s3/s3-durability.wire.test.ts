import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import {
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  ListPartsCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { expect, it } from 'vitest';
import { startBackend } from '../../../../testing/local/start-backend';

const Bucket = 'a-bucket';

it('keeps buckets, objects and open uploads over a restart', async () => {
  const first = await startBackend();
  const before = new S3Client(first.client);
  await before.send(new CreateBucketCommand({ Bucket }));
  await before.send(new PutObjectCommand({ Bucket, Key: 'kept', Body: 'kept', Metadata: { a: 'b' } }));
  const upload = await before.send(new CreateMultipartUploadCommand({ Bucket, Key: 'open' }));
  const open = { Bucket, Key: 'open', UploadId: upload.UploadId };
  await before.send(new UploadPartCommand({ ...open, PartNumber: 1, Body: 'part' }));
  before.destroy();

  const second = await first.restart();
  const after = new S3Client(second.client);
  const { Body, Metadata } = await after.send(new GetObjectCommand({ Bucket, Key: 'kept' }));
  expect(await text(Body as Readable)).toBe('kept');
  expect(Metadata).toEqual({ a: 'b' });
  expect((await after.send(new ListPartsCommand(open))).Parts).toHaveLength(1);
  after.destroy();
  await second.end();
});
