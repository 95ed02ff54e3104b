import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import {
  type ChecksumAlgorithm,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  GetObjectAttributesCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  ListPartsCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checksumAlgorithms, compositeChecksum, startChecksum } from '../../store/object-checksum';
import { Bucket, failureOf, openS3Room, type S3Room } from '../../../../testing/local/s3-room';

let room: S3Room;

beforeAll(async () => {
  room = await openS3Room();
});

afterAll(() => room.end());

const checksumOf = async (algorithm: ChecksumAlgorithm, bytes: Uint8Array): Promise<string> => {
  const running = await startChecksum(algorithm);
  running.update(bytes);
  return running.digest();
};

const headOf = (Key: string, more = {}) =>
  room.s3.send(new HeadObjectCommand({ Bucket, Key, ChecksumMode: 'ENABLED', ...more }));

const partSize = 5 * 1024 * 1024;

describe.each(checksumAlgorithms)('%s', (algorithm) => {
  const member = `Checksum${algorithm}` as const;
  const body = Buffer.from(`checked by ${algorithm}`);

  it('is kept of a put and given back by every read', async () => {
    const Key = `put-${algorithm}`;
    const value = await checksumOf(algorithm, body);
    const reply = await room.put(Key, body, { [member]: value });
    expect(reply).toMatchObject({ [member]: value, ChecksumType: 'FULL_OBJECT' });
    expect(await headOf(Key)).toMatchObject({ [member]: value, ChecksumType: 'FULL_OBJECT' });
    // The SDK refuses to read what it cannot verify, XXHASH among it.
    const got = await fetch(`${room.backend.url}/${Bucket}/${Key}`, {
      headers: { 'x-amz-checksum-mode': 'ENABLED' },
    });
    expect(await got.text()).toBe(body.toString());
    expect(got.headers.get(`x-amz-checksum-${algorithm.toLowerCase()}`)).toBe(value);
    const attributes = await room.s3.send(
      new GetObjectAttributesCommand({ Bucket, Key, ObjectAttributes: ['Checksum'] }),
    );
    expect(attributes.Checksum).toEqual({ [member]: value, ChecksumType: 'FULL_OBJECT' });
    const { Contents } = await room.s3.send(new ListObjectsV2Command({ Bucket, Prefix: Key }));
    expect(Contents?.[0]).toMatchObject({ ChecksumAlgorithm: [algorithm], ChecksumType: 'FULL_OBJECT' });
    const unasked = await room.s3.send(new HeadObjectCommand({ Bucket, Key }));
    expect(unasked[member]).toBeUndefined();
  });

  it('that does not fit the body stores nothing', async () => {
    const Key = `wrong-${algorithm}`;
    const put = room.put(Key, body, { [member]: await checksumOf(algorithm, Buffer.from('other')) });
    expect(await failureOf(put)).toEqual({ name: 'BadDigest', status: 400 });
    expect(await room.keys(Key)).toEqual([]);
  });

  it('is computed anew by a copy that asks for it, and else kept', async () => {
    const [from, to, again] = [`source-${algorithm}`, `copy-${algorithm}`, `again-${algorithm}`];
    await room.put(from, body, { ChecksumAlgorithm: 'CRC32' });
    const value = await checksumOf(algorithm, body);
    const copied = await room.s3.send(
      new CopyObjectCommand({
        Bucket,
        Key: to,
        CopySource: `${Bucket}/${from}`,
        ChecksumAlgorithm: algorithm,
      }),
    );
    expect(copied.CopyObjectResult).toMatchObject({ [member]: value, ChecksumType: 'FULL_OBJECT' });
    await room.s3.send(new CopyObjectCommand({ Bucket, Key: again, CopySource: `${Bucket}/${to}` }));
    expect(await headOf(again)).toMatchObject({ [member]: value });
  });

  const types = {
    CRC32: ['FULL_OBJECT', 'COMPOSITE'],
    CRC32C: ['FULL_OBJECT', 'COMPOSITE'],
    CRC64NVME: ['FULL_OBJECT'],
  };
  const possible = algorithm in types ? types[algorithm as keyof typeof types] : ['COMPOSITE'];

  it.each(possible)(
    'of an upload in parts is %s as asked, on parts, copied parts and the object',
    async (type) => {
      const Key = `parts-${algorithm}-${type}`;
      const bytes = [randomBytes(partSize), randomBytes(1000)] as const;
      await room.put(`${Key}-source`, bytes[1]);
      const upload = await room.s3.send(
        new CreateMultipartUploadCommand({
          Bucket,
          Key,
          ChecksumAlgorithm: algorithm,
          ChecksumType: type as 'COMPOSITE',
        }),
      );
      expect(upload).toMatchObject({ ChecksumAlgorithm: algorithm, ChecksumType: type });
      const open = { Bucket, Key, UploadId: upload.UploadId };
      const values = await Promise.all(bytes.map((part) => checksumOf(algorithm, part)));
      const one = await room.s3.send(
        new UploadPartCommand({ ...open, PartNumber: 1, Body: bytes[0], [member]: values[0] }),
      );
      const two = await room.s3.send(
        new UploadPartCopyCommand({ ...open, PartNumber: 2, CopySource: `${Bucket}/${Key}-source` }),
      );
      expect(one[member]).toBe(values[0]);
      expect(two.CopyPartResult?.[member]).toBe(values[1]);
      const listed = await room.s3.send(new ListPartsCommand(open));
      expect(listed).toMatchObject({ ChecksumAlgorithm: algorithm, ChecksumType: type });
      expect(listed.Parts?.map((part) => part[member])).toEqual(values);

      const composite = type === 'COMPOSITE';
      const whole = composite
        ? (await compositeChecksum(algorithm, values)).value
        : await checksumOf(algorithm, Buffer.concat(bytes));
      const Parts = [
        { PartNumber: 1, ETag: one.ETag, [member]: values[0] },
        { PartNumber: 2, ETag: two.CopyPartResult?.ETag, [member]: values[1] },
      ];
      const complete = (more: object, parts = Parts) =>
        room.s3.send(
          new CompleteMultipartUploadCommand({ ...open, MultipartUpload: { Parts: parts }, ...more }),
        );
      const swapped = Parts.map((part, index) => ({ ...part, [member]: values[1 - index] }));
      expect((await failureOf(complete({}, swapped))).name).toBe('InvalidPart');
      expect((await failureOf(complete({ [member]: values[0] }))).name).toBe('BadDigest');
      const otherType = composite ? 'FULL_OBJECT' : 'COMPOSITE';
      expect((await failureOf(complete({ ChecksumType: otherType }))).name).toBe('InvalidRequest');
      expect((await failureOf(complete({ MpuObjectSize: 1 }))).name).toBe('InvalidRequest');
      const done = await complete({ [member]: whole, ChecksumType: type, MpuObjectSize: partSize + 1000 });
      expect(done).toMatchObject({ [member]: whole, ChecksumType: type });
      expect(await headOf(Key)).toMatchObject({ [member]: whole, ChecksumType: type });

      const attributes = await room.s3.send(
        new GetObjectAttributesCommand({ Bucket, Key, ObjectAttributes: ['Checksum', 'ObjectParts'] }),
      );
      expect(attributes.Checksum?.[member]).toBe(whole.replace(/-2$/, ''));
      expect(attributes.ObjectParts?.TotalPartsCount).toBe(2);
      expect(attributes.ObjectParts?.Parts?.map((part) => [part.Size, part[member]])).toEqual([
        [partSize, values[0]],
        [1000, values[1]],
      ]);
      await room.s3.send(
        new CopyObjectCommand({ Bucket, Key: `${Key}-copy`, CopySource: `${Bucket}/${Key}` }),
      );
      const copy = await headOf(`${Key}-copy`);
      expect(copy).toMatchObject({
        [member]: await checksumOf(algorithm, Buffer.concat(bytes)),
        ChecksumType: 'FULL_OBJECT',
      });
      expect(copy.ETag).toMatch(/^"[0-9a-f]{32}"$/);
    },
  );
});

describe('checksums', () => {
  it('are a CRC64NVME where the client sends none, as in S3', async () => {
    const plain = new S3Client({ ...room.backend.client, requestChecksumCalculation: 'WHEN_REQUIRED' });
    const reply = await plain.send(new PutObjectCommand({ Bucket, Key: 'plain', Body: '123456789' }));
    expect(reply.ChecksumCRC64NVME).toBe('rosUhgp5mIg=');
    const upload = await plain.send(new CreateMultipartUploadCommand({ Bucket, Key: 'plain-parts' }));
    const open = { Bucket, Key: 'plain-parts', UploadId: upload.UploadId };
    const { ETag } = await plain.send(new UploadPartCommand({ ...open, PartNumber: 1, Body: '123456789' }));
    const MultipartUpload = { Parts: [{ PartNumber: 1, ETag }] };
    const done = await plain.send(new CompleteMultipartUploadCommand({ ...open, MultipartUpload }));
    expect(done).toMatchObject({ ChecksumCRC64NVME: 'rosUhgp5mIg=', ChecksumType: 'FULL_OBJECT' });
    plain.destroy();
  });

  it.each(['CRC64NVME', 'CRC32C', 'SHA256'] as const)(
    'in the trailer of a stream are verified and kept: %s',
    async (algorithm) => {
      const bytes = randomBytes(300_000);
      const Key = `streamed-${algorithm}`;
      await room.put(Key, Readable.from([bytes.subarray(0, 100_000), bytes.subarray(100_000)]), {
        ContentLength: bytes.length,
        ChecksumAlgorithm: algorithm,
      });
      expect((await headOf(Key))[`Checksum${algorithm}`]).toBe(await checksumOf(algorithm, bytes));
    },
  );

  it.each([
    ['CRC64NVME', 'COMPOSITE'],
    ['SHA256', 'FULL_OBJECT'],
  ] as const)(
    'that cannot be of a kind are refused when the upload starts: %s %s',
    async (ChecksumAlgorithm, ChecksumType) => {
      const start = new CreateMultipartUploadCommand({
        Bucket,
        Key: 'never',
        ChecksumAlgorithm,
        ChecksumType,
      });
      expect((await failureOf(room.s3.send(start))).name).toBe('InvalidRequest');
    },
  );

  it('of another algorithm than the upload are refused with a part', async () => {
    const Key = 'mixed';
    const { UploadId } = await room.s3.send(
      new CreateMultipartUploadCommand({ Bucket, Key, ChecksumAlgorithm: 'SHA256' }),
    );
    const part = new UploadPartCommand({
      Bucket,
      Key,
      UploadId,
      PartNumber: 1,
      Body: 'x',
      ChecksumAlgorithm: 'CRC32',
    });
    expect((await failureOf(room.s3.send(part))).name).toBe('InvalidRequest');
  });

  it('of one part come with a read of that part', async () => {
    const Key = 'parts-CRC32-COMPOSITE';
    const part = await headOf(Key, { PartNumber: 2 });
    expect(part).toMatchObject({
      PartsCount: 2,
      ContentLength: 1000,
      ContentRange: `bytes ${partSize}-${partSize + 999}/${partSize + 1000}`,
    });
    const bytes = await room.get(Key);
    expect(part.ChecksumCRC32).toBe(await checksumOf('CRC32', bytes.subarray(partSize)));
    const got = await room.s3.send(new GetObjectCommand({ Bucket, Key, PartNumber: 2 }));
    expect(Buffer.from((await got.Body?.transformToByteArray()) ?? []).equals(bytes.subarray(partSize))).toBe(
      true,
    );
    expect((await failureOf(headOf(Key, { PartNumber: 3 }))).status).toBe(416);
    const both = room.s3.send(new GetObjectCommand({ Bucket, Key, PartNumber: 1, Range: 'bytes=0-1' }));
    expect((await failureOf(both)).name).toBe('InvalidRequest');
  });
});
