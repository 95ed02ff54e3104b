import { describe, expect, it } from 'vitest';
import { folderPrefix, readS3Uri, s3UriOf, s3UriSchema } from './s3-uri';

describe('readS3Uri', () => {
  it.each([
    ['s3://bucket/a/b.txt', 'bucket', 'a/b.txt'],
    ['s3://bucket', 'bucket', ''],
    ['s3://bucket/', 'bucket', ''],
    ['s3://bucket/a b+c/#1', 'bucket', 'a b+c/#1'],
    ['s3://Old_Bucket/two\nlines', 'Old_Bucket', 'two\nlines'],
    ['https://s3.us-east-1.amazonaws.com/bucket/a/b', 'bucket', 'a/b'],
    ['https://s3-eu-west-1.amazonaws.com/bucket', 'bucket', ''],
    ['https://my.bucket.s3.eu-west-1.amazonaws.com/a', 'my.bucket', 'a'],
    ['https://bucket.s3.cn-north-1.amazonaws.com.cn/a', 'bucket', 'a'],
  ])('reads %s', (uri, bucket, key) => expect(readS3Uri(uri)).toEqual({ bucket, key }));

  it.each([
    'bucket/key',
    's3:/bucket/key',
    's3:///key',
    's3://a bucket/key',
    's3://bücket',
    's3://no',
    `s3://${'b'.repeat(256)}`,
    'https://example.com/bucket/key',
    'http://s3.us-east-1.amazonaws.com/bucket/key',
    '',
  ])('takes "%s" for none', (uri) => {
    expect(readS3Uri(uri)).toBeUndefined();
    expect(s3UriSchema('Give one.').safeParse(uri).error?.issues).toMatchObject([{ message: 'Give one.' }]);
  });

  it('gives back the URI it read', () =>
    expect(s3UriOf(readS3Uri('s3://bucket/a/b')!)).toBe('s3://bucket/a/b'));
});

it('a folder is not confused with its neighbour whose name begins alike', () => {
  expect(folderPrefix('checkpoints/mnist-1')).toBe('checkpoints/mnist-1/');
  expect(folderPrefix('checkpoints/mnist-1/')).toBe('checkpoints/mnist-1/');
  expect(folderPrefix('')).toBe('');
});
