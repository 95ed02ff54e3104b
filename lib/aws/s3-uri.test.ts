import { expect, it } from 'vitest';
import { parseS3Uri } from './s3-uri';

it('says what a URI has to look like', () => {
  expect(parseS3Uri('https://s3.us-east-1.amazonaws.com/bucket/a/b')).toEqual({
    bucket: 'bucket',
    key: 'a/b',
  });
  expect(() => parseS3Uri('bucket/key')).toThrow(/s3:\/\/bucket\/key/);
});

it('refuses a key that S3 would refuse for its length, counted in bytes', () => {
  expect(parseS3Uri(`s3://bucket/${'ü'.repeat(512)}`).key).toHaveLength(512);
  expect(() => parseS3Uri(`s3://bucket/${'ü'.repeat(513)}`)).toThrow(/longer than S3's 1,024 bytes/);
});
