import { describe, expect, it } from 'vitest';
import { folderPrefix, parseS3Uri, s3UriOf } from './s3-uri';

describe('parseS3Uri', () => {
  it.each([
    ['s3://bucket/a/b.txt', 'bucket', 'a/b.txt'],
    ['s3://bucket', 'bucket', ''],
    ['s3://bucket/', 'bucket', ''],
    ['s3://bucket/a b+c/#1', 'bucket', 'a b+c/#1'],
    ['https://s3.us-east-1.amazonaws.com/bucket/a/b', 'bucket', 'a/b'],
    ['https://my.bucket.s3.eu-west-1.amazonaws.com/a', 'my.bucket', 'a'],
  ])('reads %s', (uri, bucket, key) => expect(parseS3Uri(uri)).toEqual({ bucket, key }));

  it.each([
    'bucket/key',
    's3:/bucket/key',
    's3:///key',
    's3://a bucket/key',
    's3://bücket',
    `s3://${'b'.repeat(256)}`,
    'https://example.com/bucket/key',
    '',
  ])('refuses "%s"', (uri) => {
    expect(() => parseS3Uri(uri)).toThrow(/s3:\/\/bucket\/key/);
  });

  it('refuses a key that S3 would refuse for its length, counted in bytes', () => {
    expect(parseS3Uri(`s3://bucket/${'ü'.repeat(512)}`).key).toHaveLength(512);
    expect(() => parseS3Uri(`s3://bucket/${'ü'.repeat(513)}`)).toThrow(/longer than S3's 1,024 bytes/);
  });

  it('gives back the URI it read', () =>
    expect(s3UriOf(parseS3Uri('s3://bucket/a/b'))).toBe('s3://bucket/a/b'));
});

it('a folder is not confused with its neighbour whose name begins alike', () => {
  expect(folderPrefix('checkpoints/mnist-1')).toBe('checkpoints/mnist-1/');
  expect(folderPrefix('checkpoints/mnist-1/')).toBe('checkpoints/mnist-1/');
  expect(folderPrefix('')).toBe('');
});
