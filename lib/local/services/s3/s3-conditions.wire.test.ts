import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  DeleteObjectTaggingCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type PutObjectCommandInput,
  PutObjectTaggingCommand,
  type StorageClass,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Bucket, failureOf, openS3Room, type S3Room } from '../../../../testing/local/s3-room';

let room: S3Room;

beforeAll(async () => {
  room = await openS3Room();
});

afterAll(() => room.end());

const headOf = (Key: string) => room.s3.send(new HeadObjectCommand({ Bucket, Key }));

describe('deletions on conditions', () => {
  it('happen where the object is the one that is meant, and else leave it', async () => {
    const Key = 'conditional-delete';
    const { ETag = '' } = await room.put(Key, 'hello');
    const { LastModified } = await headOf(Key);
    const remove = (condition: object) =>
      room.s3.send(new DeleteObjectCommand({ Bucket, Key, ...condition }));
    for (const wrong of [
      { IfMatch: '"0"' },
      { IfMatchSize: 6 },
      { IfMatchLastModifiedTime: new Date(0) },
      { IfMatch: ETag, IfMatchSize: 6 },
    ]) {
      expect(await failureOf(remove(wrong))).toEqual({ name: 'PreconditionFailed', status: 412 });
      expect((await room.get(Key)).toString()).toBe('hello');
    }
    await remove({ IfMatch: ETag, IfMatchSize: 5, IfMatchLastModifiedTime: LastModified });
    expect(await failureOf(remove({ IfMatch: '*' }))).toEqual({ name: 'NoSuchKey', status: 404 });
    await remove({});
  });

  it('of many are each by its own conditions', async () => {
    const etags = await Promise.all(['a', 'b', 'c'].map((key) => room.put(`many/${key}`, key)));
    const { Deleted = [], Errors = [] } = await room.s3.send(
      new DeleteObjectsCommand({
        Bucket,
        Delete: {
          Objects: [
            { Key: 'many/a', ETag: etags[0]?.ETag },
            { Key: 'many/b', ETag: '"0"' },
            { Key: 'many/c', Size: 7 },
            { Key: 'many/none', ETag: '*' },
            { Key: 'many/a', VersionId: 'a-version' },
          ],
        },
      }),
    );
    expect(Deleted.map(({ Key }) => Key)).toEqual(['many/a']);
    expect(Errors.map(({ Key, Code }) => [Key, Code])).toEqual([
      ['many/b', 'PreconditionFailed'],
      ['many/c', 'PreconditionFailed'],
      ['many/none', 'NoSuchKey'],
      ['many/a', 'NoSuchVersion'],
    ]);
    expect(await room.keys('many/')).toEqual(['many/b', 'many/c']);
  });
});

describe('writes on conditions', () => {
  it('replace only the object that is meant', async () => {
    const Key = 'conditional-put';
    expect(await failureOf(room.put(Key, 'x', { IfMatch: '"0"' }))).toEqual({
      name: 'NoSuchKey',
      status: 404,
    });
    const { ETag = '' } = await room.put(Key, 'first');
    expect((await failureOf(room.put(Key, 'x', { IfMatch: '"0"' }))).status).toBe(412);
    await room.put(Key, 'second', { IfMatch: ETag.slice(1, -1) });
    expect((await failureOf(room.put(Key, 'x', { IfMatch: ETag }))).status).toBe(412);
    expect((await room.get(Key)).toString()).toBe('second');
    const CopySource = `${Bucket}/${Key}`;
    const onto = (condition: object) =>
      room.s3.send(new CopyObjectCommand({ Bucket, Key: 'copied-to', CopySource, ...condition }));
    await onto({ IfNoneMatch: '*' });
    expect((await failureOf(onto({ IfNoneMatch: '*' }))).status).toBe(412);
    expect((await failureOf(onto({ CopySourceIfMatch: '"0"' }))).status).toBe(412);
    await onto({ IfMatch: (await headOf('copied-to')).ETag });
  });

  it('are checked when an upload in parts is completed, which may be asked for again', async () => {
    const Key = 'conditional-parts';
    await room.put(Key, 'old');
    const { UploadId } = await room.s3.send(new CreateMultipartUploadCommand({ Bucket, Key }));
    const open = { Bucket, Key, UploadId };
    const { ETag } = await room.s3.send(new UploadPartCommand({ ...open, PartNumber: 1, Body: 'new' }));
    const complete = (condition: object, PartNumber = 1) =>
      room.s3.send(
        new CompleteMultipartUploadCommand({
          ...open,
          MultipartUpload: { Parts: [{ PartNumber, ETag }] },
          ...condition,
        }),
      );
    expect((await failureOf(complete({ IfNoneMatch: '*' }))).status).toBe(412);
    expect((await failureOf(complete({ IfMatch: '"0"' }))).status).toBe(412);
    expect((await room.get(Key)).toString()).toBe('old');
    const done = await complete({ IfMatch: (await headOf(Key)).ETag });
    expect(await complete({ IfNoneMatch: '*' })).toMatchObject({ ETag: done.ETag, Key, Bucket });
    expect((await failureOf(complete({}, 2))).name).toBe('NoSuchUpload');
    expect((await room.get(Key)).toString()).toBe('new');
  });
});

describe('what is kept with an object', () => {
  it('is its storage class, shown everywhere, and a copy has its own', async () => {
    await room.put('cold', 'x', { StorageClass: 'STANDARD_IA' });
    expect((await headOf('cold')).StorageClass).toBe('STANDARD_IA');
    const { Contents } = await room.s3.send(new ListObjectsV2Command({ Bucket, Prefix: 'cold' }));
    expect(Contents?.[0]?.StorageClass).toBe('STANDARD_IA');
    await room.s3.send(new CopyObjectCommand({ Bucket, Key: 'warm', CopySource: `${Bucket}/cold` }));
    expect((await headOf('warm')).StorageClass).toBeUndefined();
    const unknown = room.put('never', 'x', { StorageClass: 'LUKEWARM' as StorageClass });
    expect((await failureOf(unknown)).name).toBe('InvalidStorageClass');
    const archived = room.put('never', 'x', { StorageClass: 'DEEP_ARCHIVE' });
    expect(await failureOf(archived)).toEqual({ name: 'NotImplemented', status: 501 });
  });

  it('are its headers and where it redirects', async () => {
    const Expires = new Date('2030-01-01T00:00:00Z');
    const kept = {
      CacheControl: 'no-store',
      ContentDisposition: 'attachment',
      ContentLanguage: 'de',
      ContentEncoding: 'br',
      WebsiteRedirectLocation: '/elsewhere',
    };
    await room.put('described', 'x', { ...kept, Expires });
    const head = await headOf('described');
    expect(head).toMatchObject(kept);
    expect(head.ExpiresString).toBe(Expires.toUTCString());
    await room.s3.send(
      new CopyObjectCommand({ Bucket, Key: 'described-2', CopySource: `${Bucket}/described` }),
    );
    const copy = await headOf('described-2');
    expect([copy.ContentLanguage, copy.WebsiteRedirectLocation]).toEqual(['de', undefined]);
  });

  it('are its tags, from a header or by themselves, copied or replaced', async () => {
    const Key = 'tagged';
    const tagsOf = async (key: string) =>
      (await room.s3.send(new GetObjectTaggingCommand({ Bucket, Key: key }))).TagSet;
    await room.put(Key, 'x', { Tagging: 'a=1&b%20c=%2B&e=' });
    const given = [
      { Key: 'a', Value: '1' },
      { Key: 'b c', Value: '+' },
      { Key: 'e', Value: '' },
    ];
    expect(await tagsOf(Key)).toEqual(given);
    expect((await headOf(Key)).TagCount).toBe(3);
    const CopySource = `${Bucket}/${Key}`;
    await room.s3.send(new CopyObjectCommand({ Bucket, Key: 'tagged-2', CopySource }));
    expect(await tagsOf('tagged-2')).toEqual(given);
    await room.s3.send(
      new CopyObjectCommand({
        Bucket,
        Key: 'tagged-3',
        CopySource,
        TaggingDirective: 'REPLACE',
        Tagging: 'n=2',
      }),
    );
    expect(await tagsOf('tagged-3')).toEqual([{ Key: 'n', Value: '2' }]);
    const put = (TagSet: { Key: string; Value: string }[]) =>
      room.s3.send(new PutObjectTaggingCommand({ Bucket, Key, Tagging: { TagSet } }));
    await put([{ Key: '__proto__', Value: '<&>'.replace(/[<&>]/g, '_') }]);
    expect(await tagsOf(Key)).toEqual([{ Key: '__proto__', Value: '___' }]);
    const many = Array.from({ length: 11 }, (_, index) => ({ Key: `k${index}`, Value: '' }));
    for (const wrong of [
      many,
      [{ Key: 'aws:x', Value: '' }],
      [{ Key: 'x'.repeat(129), Value: '' }],
      [given[0]!, given[0]!],
    ]) {
      expect((await failureOf(put(wrong))).status).toBe(400);
    }
    await put([]);
    expect(await tagsOf(Key)).toEqual([]);
    await put(given);
    await room.s3.send(new DeleteObjectTaggingCommand({ Bucket, Key }));
    expect(await tagsOf(Key)).toEqual([]);
    expect((await failureOf(tagsOf('not-there'))).name).toBe('NoSuchKey');
  });

  it('is metadata of up to 2 KB, whatever its names', async () => {
    const Metadata = { ['__proto__']: 'a', constructor: 'b', tostring: 'c' };
    await room.put('odd-names', 'x', { Metadata: Object.fromEntries(Object.entries(Metadata)) });
    const reply = await fetch(`${room.backend.url}/${Bucket}/odd-names`);
    expect(reply.headers.get('x-amz-meta-constructor')).toBe('b');
    expect(reply.headers.get('x-amz-meta-tostring')).toBe('c');
    expect((await failureOf(room.put('large', 'x', { Metadata: { a: 'x'.repeat(2048) } }))).name).toBe(
      'MetadataTooLarge',
    );
  });
});

describe('what nothing is done with is refused by name, and nothing is stored', () => {
  it.each<[string, Partial<PutObjectCommandInput>]>([
    ['x-amz-acl', { ACL: 'public-read' }],
    ['x-amz-grant-read', { GrantRead: 'uri=x' }],
    [
      'x-amz-server-side-encryption-aws-kms-key-id',
      { ServerSideEncryption: 'aws:kms', SSEKMSKeyId: 'a-key' },
    ],
    ['x-amz-server-side-encryption', { ServerSideEncryption: 'aws:kms:dsse' }],
    ['x-amz-object-lock-mode', { ObjectLockMode: 'GOVERNANCE', ObjectLockRetainUntilDate: new Date() }],
    ['x-amz-object-lock-legal-hold', { ObjectLockLegalHoldStatus: 'ON' }],
    ['x-amz-request-payer', { RequestPayer: 'requester' }],
    ['x-amz-write-offset-bytes', { WriteOffsetBytes: 3 }],
  ])('%s', async (header, input) => {
    try {
      await room.s3.send(new PutObjectCommand({ Bucket, Key: 'refused', Body: 'x', ...input }));
      expect.unreachable();
    } catch (error) {
      expect(error).toMatchObject({
        name: 'NotImplemented',
        message: expect.stringContaining(header) as string,
      });
    }
    expect(await room.keys('refused')).toEqual([]);
  });

  it('but for what S3 does anyway, which answers do not repeat', async () => {
    const asked = { ACL: 'bucket-owner-full-control', ServerSideEncryption: 'AES256' } as const;
    const reply = await room.s3.send(new PutObjectCommand({ Bucket, Key: 'usual', Body: 'x', ...asked }));
    expect(reply.ServerSideEncryption).toBeUndefined();
  });
});
