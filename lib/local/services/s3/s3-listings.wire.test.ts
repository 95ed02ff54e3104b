import { ListObjectsCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Bucket, failureOf, openS3Room, type S3Room } from '../../../../testing/local/s3-room';

let room: S3Room;

beforeAll(async () => {
  room = await openS3Room();
});

afterAll(() => room.end());

describe('listings', () => {
  const keys = ['list/a', 'list/b/1', 'list/b/2', 'list/c/1', 'list/d', 'list/\u{1f600}', 'list/\uffee'];

  beforeAll(async () => {
    for (const key of keys) await room.put(key, 'x');
  });

  it('go through pages of objects and common prefixes in UTF-8 order', async () => {
    const seen: (string | undefined)[] = [];
    let ContinuationToken: string | undefined;
    do {
      const page = await room.s3.send(
        new ListObjectsV2Command({ Bucket, Prefix: 'list/', Delimiter: '/', MaxKeys: 2, ContinuationToken }),
      );
      expect(page.KeyCount).toBe((page.Contents?.length ?? 0) + (page.CommonPrefixes?.length ?? 0));
      seen.push(...(page.Contents ?? []).map(({ Key }) => Key));
      seen.push(...(page.CommonPrefixes ?? []).map(({ Prefix }) => Prefix));
      ContinuationToken = page.NextContinuationToken;
      expect(page.IsTruncated).toBe(ContinuationToken !== undefined);
    } while (ContinuationToken);
    expect(seen).toEqual(['list/a', 'list/b/', 'list/d', 'list/c/', 'list/\uffee', 'list/\u{1f600}']);
  });

  it('start after a key, and name the owner when asked', async () => {
    const { Contents = [] } = await room.s3.send(
      new ListObjectsV2Command({ Bucket, Prefix: 'list/', StartAfter: 'list/c/1', FetchOwner: true }),
    );
    expect(Contents.map(({ Key }) => Key)).toEqual(['list/d', 'list/\uffee', 'list/\u{1f600}']);
    expect(Contents[0]?.Owner?.ID).toBe('000000000000');
  });

  it('answer the first version of the operation too', async () => {
    const seen: (string | undefined)[] = [];
    let Marker: string | undefined;
    do {
      const page = await room.s3.send(
        new ListObjectsCommand({ Bucket, Prefix: 'list/', Delimiter: '/', MaxKeys: 1, Marker }),
      );
      seen.push(page.Contents?.[0]?.Key ?? page.CommonPrefixes?.[0]?.Prefix);
      Marker = page.NextMarker;
    } while (Marker);
    expect(seen).toEqual(['list/a', 'list/b/', 'list/c/', 'list/d', 'list/\uffee', 'list/\u{1f600}']);
  });

  it('refuse a token that they never gave', async () => {
    const call = room.s3.send(new ListObjectsV2Command({ Bucket, ContinuationToken: '%%%' }));
    expect((await failureOf(call)).name).toBe('InvalidArgument');
  });
});
