import { expect, it } from 'vitest';
import { parseS3Uri, readS3Uri, s3UriOf } from './s3-uri';

it.each([
  ['s3://bucket/a/b', 's3://bucket/a/b'],
  ['s3://bucket', 's3://bucket/'],
  ['https://s3.us-east-1.amazonaws.com/bucket/a/b', 's3://bucket/a/b'],
  ['https://my.bucket.s3.eu-west-1.amazonaws.com/a', 's3://my.bucket/a'],
])('what validation takes, the engine reads: %s', (uri, same) => {
  expect(s3UriOf(readS3Uri(uri)!)).toBe(same);
  expect(parseS3Uri(uri, 'S3Uri')).toEqual(readS3Uri(uri));
});

it.each(['bucket/key', 's3:///key', 'https://example.com/bucket', 'https://s3.us-east-1.amazonaws.com/', ''])(
  'tells which member is none: "%s"',
  (uri) => {
    expect(readS3Uri(uri)).toBeUndefined();
    expect(() => parseS3Uri(uri, 'The S3Uri of channel train')).toThrow(/The S3Uri of channel train must be/);
  },
);
