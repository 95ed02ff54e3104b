import { createHash, randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import {
  CopyObjectCommand,
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetBucketLocationCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Bucket, failureOf, openS3Room, type S3Room } from '../../../../testing/local/s3-room';

let room: S3Room;

beforeAll(async () => {
  room = await openS3Room();
});

afterAll(() => room.end());

describe('buckets', () => {
  it('are created, found, listed, located and deleted', async () => {
    const own = { Bucket: 'short-lived' };
    await room.s3.send(new CreateBucketCommand(own));
    await room.s3.send(new CreateBucketCommand(own));
    await room.s3.send(new HeadBucketCommand(own));
    const { Buckets = [] } = await room.s3.send(new ListBucketsCommand({}));
    expect(Buckets.map(({ Name }) => Name)).toContain('short-lived');
    expect(Buckets.every(({ CreationDate }) => CreationDate instanceof Date)).toBe(true);
    expect((await room.s3.send(new GetBucketLocationCommand(own))).LocationConstraint).toBeFalsy();
    await room.s3.send(new DeleteBucketCommand(own));
    expect(await failureOf(room.s3.send(new HeadBucketCommand(own)))).toEqual({
      name: 'NotFound',
      status: 404,
    });
  });

  it('are refused where the name is not valid, still holds objects, or does not exist', async () => {
    const invalid = room.s3.send(new CreateBucketCommand({ Bucket: 'Not_Valid' }));
    expect(await failureOf(invalid)).toEqual({ name: 'InvalidBucketName', status: 400 });
    await room.s3.send(new CreateBucketCommand({ Bucket: 'full-bucket' }));
    await room.s3.send(new PutObjectCommand({ Bucket: 'full-bucket', Key: 'a', Body: 'a' }));
    const full = room.s3.send(new DeleteBucketCommand({ Bucket: 'full-bucket' }));
    expect(await failureOf(full)).toEqual({ name: 'BucketNotEmpty', status: 409 });
    const missing = room.s3.send(new PutObjectCommand({ Bucket: 'missing', Key: 'a', Body: 'a' }));
    expect(await failureOf(missing)).toEqual({ name: 'NoSuchBucket', status: 404 });
  });
});

describe('objects', () => {
  it('come back as they were put, with type, headers and metadata', async () => {
    const Body = randomBytes(300_000);
    const { ETag, ChecksumCRC32 } = await room.put('whole', Body, {
      ContentType: 'application/x-npy',
      CacheControl: 'no-store',
      ContentEncoding: 'gzip',
      Metadata: { epoch: '7' },
    });
    expect(ETag).toBe(`"${createHash('md5').update(Body).digest('hex')}"`);
    const head = await room.s3.send(new HeadObjectCommand({ Bucket, Key: 'whole', ChecksumMode: 'ENABLED' }));
    expect(head).toMatchObject({
      ContentLength: 300_000,
      ContentType: 'application/x-npy',
      CacheControl: 'no-store',
      ContentEncoding: 'gzip',
      Metadata: { epoch: '7' },
      ChecksumCRC32,
      ETag,
    });
    expect(head.LastModified?.getTime()).toBeGreaterThan(Date.now() - 60_000);
    expect((await room.get('whole')).equals(Body)).toBe(true);
  });

  it('are stored without the framing that the SDK puts around a stream', async () => {
    const bytes = randomBytes(700_001);
    const half = bytes.subarray(0, 350_000);
    await room.put('streamed', Readable.from([half, bytes.subarray(350_000)]), {
      ContentLength: bytes.length,
    });
    expect((await room.get('streamed')).equals(bytes)).toBe(true);
    const head = await room.s3.send(new HeadObjectCommand({ Bucket, Key: 'streamed' }));
    expect(head.ContentEncoding).toBeUndefined();
  });

  it('may be empty', async () => {
    await room.put('empty', '');
    expect(await room.get('empty')).toHaveLength(0);
  });

  it.each(['CRC32', 'CRC32C', 'SHA1', 'SHA256'] as const)('are verified by %s', async (algorithm) => {
    await room.put(`by-${algorithm}`, 'checked', { ChecksumAlgorithm: algorithm });
    expect((await room.get(`by-${algorithm}`)).toString()).toBe('checked');
    const wrong = room.put(`by-${algorithm}`, 'other', {
      [`Checksum${algorithm}`]: Buffer.alloc(
        { CRC32: 4, CRC32C: 4, SHA1: 20, SHA256: 32 }[algorithm],
      ).toString('base64'),
    });
    expect(await failureOf(wrong)).toEqual({ name: 'BadDigest', status: 400 });
    expect((await room.get(`by-${algorithm}`)).toString()).toBe('checked');
  });

  it('are refused with a wrong or malformed Content-MD5', async () => {
    const wrong = room.put('md5', 'x', { ContentMD5: Buffer.alloc(16).toString('base64') });
    expect((await failureOf(wrong)).name).toBe('BadDigest');
    expect((await failureOf(room.put('md5', 'x', { ContentMD5: 'AAAA' }))).name).toBe('InvalidDigest');
    expect(await failureOf(room.get('md5'))).toEqual({ name: 'NoSuchKey', status: 404 });
  });

  it('are not replaced by a put that asks for an absent key', async () => {
    await room.put('once', 'first', { IfNoneMatch: '*' });
    const second = room.put('once', 'second', { IfNoneMatch: '*' });
    expect(await failureOf(second)).toEqual({ name: 'PreconditionFailed', status: 412 });
    expect((await room.get('once')).toString()).toBe('first');
  });

  it('are created by one of many puts that race for an absent key', async () => {
    const outcomes = await Promise.allSettled(
      Array.from({ length: 8 }, (_, index) => room.put('raced', `writer ${index}`, { IfNoneMatch: '*' })),
    );
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const winner = outcomes.findIndex(({ status }) => status === 'fulfilled');
    expect((await room.get('raced')).toString()).toBe(`writer ${winner}`);
  });

  it.each([
    ['bytes=0-3', '0123', 'bytes 0-3/10'],
    ['bytes=7-', '789', 'bytes 7-9/10'],
    ['bytes=-2', '89', 'bytes 8-9/10'],
    ['bytes=5-500', '56789', 'bytes 5-9/10'],
  ])('are read in part with Range %s', async (Range, expected, ContentRange) => {
    await room.put('digits', '0123456789');
    const part = await room.s3.send(new GetObjectCommand({ Bucket, Key: 'digits', Range }));
    expect(await part.Body?.transformToString()).toBe(expected);
    expect(part).toMatchObject({ ContentRange, ContentLength: expected.length });
  });

  it('refuse a range behind their end', async () => {
    await room.put('digits', '0123456789');
    const behind = room.s3.send(new GetObjectCommand({ Bucket, Key: 'digits', Range: 'bytes=10-' }));
    expect(await failureOf(behind)).toEqual({ name: 'InvalidRange', status: 416 });
  });

  it('are read on conditions', async () => {
    const { ETag } = await room.put('conditional', 'x');
    const read = (condition: object) =>
      room.s3.send(new GetObjectCommand({ Bucket, Key: 'conditional', ...condition }));
    const [past, future] = [new Date(Date.now() - 3_600_000), new Date(Date.now() + 3_600_000)];
    await read({ IfMatch: ETag, IfUnmodifiedSince: past });
    await read({ IfNoneMatch: '"other"', IfModifiedSince: future });
    await read({ IfModifiedSince: past });
    expect((await failureOf(read({ IfMatch: '"other"' }))).status).toBe(412);
    expect((await failureOf(read({ IfUnmodifiedSince: past }))).status).toBe(412);
    expect((await failureOf(read({ IfNoneMatch: ETag }))).status).toBe(304);
    expect((await failureOf(read({ IfModifiedSince: future }))).status).toBe(304);
  });

  it('are copied with their metadata or with new ones', async () => {
    await room.put('source of + copies', 'copied', { Metadata: { a: '1' }, ContentType: 'text/plain' });
    const CopySource = `${Bucket}/${encodeURIComponent('source of + copies')}`;
    await room.s3.send(new CopyObjectCommand({ Bucket, Key: 'kept', CopySource }));
    const replaced = { MetadataDirective: 'REPLACE', Metadata: { b: '2' } } as const;
    await room.s3.send(new CopyObjectCommand({ Bucket, Key: 'replaced', CopySource, ...replaced }));
    const heads = await Promise.all(
      ['kept', 'replaced'].map((Key) => room.s3.send(new HeadObjectCommand({ Bucket, Key }))),
    );
    expect(heads.map(({ Metadata }) => Metadata)).toEqual([{ a: '1' }, { b: '2' }]);
    expect(heads[0]?.ContentType).toBe('text/plain');
    await room.s3.send(new DeleteObjectCommand({ Bucket, Key: 'source of + copies' }));
    expect((await room.get('kept')).toString()).toBe('copied');
    const onto = room.s3.send(new CopyObjectCommand({ Bucket, Key: 'kept', CopySource: `${Bucket}/kept` }));
    expect((await failureOf(onto)).name).toBe('InvalidRequest');
  });

  it('are deleted one by one and in bulk, and a missing key is no error', async () => {
    const keys = ['bulk/a&b', 'bulk/<c>', 'bulk/ d ', 'bulk/"e"\'', 'bulk/é😀'];
    for (const key of keys) await room.put(key, 'x');
    await room.s3.send(new DeleteObjectCommand({ Bucket, Key: 'bulk/never-there' }));
    const Objects = [...keys, 'bulk/missing'].map((Key) => ({ Key }));
    const { Deleted = [], Errors } = await room.s3.send(
      new DeleteObjectsCommand({ Bucket, Delete: { Objects } }),
    );
    expect(Deleted.map(({ Key }) => Key)).toEqual([...keys, 'bulk/missing']);
    expect(Errors).toBeUndefined();
    expect(await room.keys('bulk/')).toEqual([]);
    const quiet = await room.s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet: true } }));
    expect(quiet.Deleted).toBeUndefined();
  });
});

describe('keys', () => {
  it.each([
    '../../../etc/passwd',
    'a/../b',
    './a',
    '/leading/slash',
    '//two',
    'trailing/',
    'plus+and space',
    'percent%2Fsign%',
    'é/ü/😀',
    'quo"te\'s',
    'new\nline\ttab',
    'a\\b',
    'con:aux?*|',
    'k'.repeat(1024),
  ])('may be %j', async (key) => {
    await room.put(key, `body of ${key}`);
    expect((await room.get(key)).toString()).toBe(`body of ${key}`);
    const { Contents = [] } = await room.s3.send(
      new ListObjectsV2Command({ Bucket, Prefix: key, EncodingType: 'url' }),
    );
    expect(Contents.map(({ Key }) => decodeURIComponent(Key ?? ''))).toContain(key);
  });

  it('are refused past 1024 bytes', async () => {
    expect((await failureOf(room.put('é'.repeat(513), 'x'))).name).toBe('KeyTooLongError');
  });
});
