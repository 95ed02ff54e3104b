import { randomBytes } from 'node:crypto';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  UploadPartCommand,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Bucket, failureOf, openS3Room, type S3Room } from '../../../../testing/local/s3-room';

let room: S3Room;

beforeAll(async () => {
  room = await openS3Room();
});

afterAll(() => room.end());

describe('multipart uploads', () => {
  const partSize = 5 * 1024 * 1024;

  it('join the parts that lib-storage sends', async () => {
    const Body = randomBytes(2 * partSize + 12_345);
    const upload = new Upload({
      client: room.s3,
      partSize,
      params: { Bucket, Key: 'joined', Body, Metadata: { a: 'b' } },
    });
    const { ETag } = await upload.done();
    expect(ETag).toMatch(/^"[0-9a-f]{32}-3"$/);
    const { Body: stored, Metadata } = await room.s3.send(new GetObjectCommand({ Bucket, Key: 'joined' }));
    expect(Buffer.from((await stored?.transformToByteArray()) ?? []).equals(Body)).toBe(true);
    expect(Metadata).toEqual({ a: 'b' });
  });

  it('list their parts, take a part from a copy, and say what is wrong with a completion', async () => {
    const Key = 'by-hand';
    const { UploadId } = await room.s3.send(new CreateMultipartUploadCommand({ Bucket, Key }));
    const one = Buffer.alloc(partSize, 1);
    await room.put('part source', Buffer.from('0123456789'));
    const part = await room.s3.send(
      new UploadPartCommand({ Bucket, Key, UploadId, PartNumber: 1, Body: one }),
    );
    const CopySource = `${Bucket}/part%20source`;
    const copied = await room.s3.send(
      new UploadPartCopyCommand({
        Bucket,
        Key,
        UploadId,
        PartNumber: 3,
        CopySource,
        CopySourceRange: 'bytes=2-4',
      }),
    );
    const { Parts = [] } = await room.s3.send(new ListPartsCommand({ Bucket, Key, UploadId }));
    expect(Parts.map(({ PartNumber, Size }) => [PartNumber, Size])).toEqual([
      [1, partSize],
      [3, 3],
    ]);
    const first = await room.s3.send(new ListPartsCommand({ Bucket, Key, UploadId, MaxParts: 1 }));
    expect(first).toMatchObject({ IsTruncated: true, NextPartNumberMarker: '1' });

    const complete = (chosen: { PartNumber: number; ETag: string | undefined }[]) =>
      room.s3.send(
        new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts: chosen } }),
      );
    const [p1, p3] = [
      { PartNumber: 1, ETag: part.ETag },
      { PartNumber: 3, ETag: copied.CopyPartResult?.ETag },
    ];
    expect((await failureOf(complete([p3, p1]))).name).toBe('InvalidPartOrder');
    expect((await failureOf(complete([{ ...p1, ETag: '"0"' }]))).name).toBe('InvalidPart');
    expect((await failureOf(complete([p1, { PartNumber: 2, ETag: p3.ETag }]))).name).toBe('InvalidPart');
    await complete([p1, p3]);
    expect((await room.get(Key)).equals(Buffer.concat([one, Buffer.from('234')]))).toBe(true);
    expect((await failureOf(complete([p1]))).name).toBe('NoSuchUpload');
  });

  it('refuse small parts before the last, and vanish when aborted', async () => {
    const Key = 'aborted';
    const { UploadId } = await room.s3.send(new CreateMultipartUploadCommand({ Bucket, Key }));
    const Parts = [];
    for (const PartNumber of [1, 2]) {
      const { ETag } = await room.s3.send(
        new UploadPartCommand({ Bucket, Key, UploadId, PartNumber, Body: 'small' }),
      );
      Parts.push({ PartNumber, ETag });
    }
    const call = room.s3.send(
      new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts } }),
    );
    expect((await failureOf(call)).name).toBe('EntityTooSmall');
    const { Uploads = [] } = await room.s3.send(new ListMultipartUploadsCommand({ Bucket }));
    expect(Uploads.map((upload) => upload.UploadId)).toContain(UploadId);
    await room.s3.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId }));
    const after = await room.s3.send(new ListMultipartUploadsCommand({ Bucket }));
    expect((after.Uploads ?? []).map((upload) => upload.UploadId)).not.toContain(UploadId);
    expect((await failureOf(room.s3.send(new ListPartsCommand({ Bucket, Key, UploadId })))).name).toBe(
      'NoSuchUpload',
    );
  });
});
