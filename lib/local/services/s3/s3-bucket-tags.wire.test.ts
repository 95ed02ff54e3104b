import {
  CreateBucketCommand,
  DeleteBucketTaggingCommand,
  GetBucketTaggingCommand,
  PutBucketTaggingCommand,
  type Tag,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { failureOf, openS3Room, type S3Room } from '../../../../testing/local/s3-room';

let room: S3Room;

beforeAll(async () => {
  room = await openS3Room();
});

afterAll(() => room.end());

const Bucket = 'tagged';
const read = async () => (await room.s3.send(new GetBucketTaggingCommand({ Bucket }))).TagSet;
const put = (TagSet: Tag[]) => room.s3.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet } }));

it('a bucket keeps the tags it was made with, or was given later, until they are deleted', async () => {
  const first = [{ Key: 'team', Value: 'vision + speech' }];
  await room.s3.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { Tags: first } }));
  expect(await read()).toEqual(first);
  // Made again by its owner, it stays what it is.
  await room.s3.send(new CreateBucketCommand({ Bucket }));
  expect(await read()).toEqual(first);

  const later = [
    { Key: 'b', Value: '' },
    { Key: 'a', Value: '1' },
  ];
  await put(later);
  expect(await read()).toEqual(later);

  await room.s3.send(new DeleteBucketTaggingCommand({ Bucket }));
  expect(await failureOf(read())).toEqual({ name: 'NoSuchTagSet', status: 404 });
});

it('tags that S3 does not take are refused, and a bucket that is not there has none', async () => {
  const tag = (count: number) =>
    Array.from({ length: count }, (_, index) => ({ Key: `k${index}`, Value: 'v' }));
  await put(tag(50));
  expect((await failureOf(put(tag(51)))).name).toBe('BadRequest');
  expect((await failureOf(put([{ Key: 'aws:x', Value: '1' }]))).name).toBe('InvalidTag');
  expect((await failureOf(put([...tag(1), ...tag(1)]))).name).toBe('InvalidTag');
  expect(await read()).toEqual(tag(50));
  const nowhere = room.s3.send(new GetBucketTaggingCommand({ Bucket: 'nowhere' }));
  expect(await failureOf(nowhere)).toEqual({ name: 'NoSuchBucket', status: 404 });
});
