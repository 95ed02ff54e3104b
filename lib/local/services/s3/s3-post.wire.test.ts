import { connect } from 'node:net';
import { GetObjectTaggingCommand, HeadObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { rawRequest } from '../../../../testing/local/raw-request';
import { Bucket, openS3Room, type S3Room } from '../../../../testing/local/s3-room';

let room: S3Room;

beforeAll(async () => {
  room = await openS3Room();
});

afterAll(() => room.end());

const policyOf = (conditions: unknown[], seconds = 600): Record<string, string> => ({
  policy: Buffer.from(
    JSON.stringify({ expiration: new Date(Date.now() + seconds * 1000).toISOString(), conditions }),
  ).toString('base64'),
  'x-amz-algorithm': 'AWS4-HMAC-SHA256',
  'x-amz-signature': '0'.repeat(64),
});
const anyAlgorithm = ['starts-with', '$x-amz-algorithm', ''];

const post = async (fields: Record<string, string>, content: string | Blob = 'hello', filename = 'a.txt') => {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append('file', content instanceof Blob ? content : new Blob([content]), filename);
  return fetch(`${room.backend.url}/${Bucket}`, { method: 'POST', body: form, redirect: 'manual' });
};

describe('a form of a web page', () => {
  it('stores its file under a key made from the file name, with what the fields say', async () => {
    const policy = policyOf([
      { bucket: Bucket },
      ['starts-with', '$key', 'posted/'],
      ['starts-with', '$Content-Type', 'text/'],
      { 'x-amz-meta-from': 'a form' },
      { 'x-amz-storage-class': 'STANDARD_IA' },
      { acl: 'private' },
      { success_action_status: '201' },
      ['starts-with', '$tagging', ''],
      ['content-length-range', 1, 10],
      anyAlgorithm,
    ]);
    const reply = await post({
      key: 'posted/${filename}',
      'Content-Type': 'text/x',
      'x-amz-meta-from': 'a form',
      'x-amz-storage-class': 'STANDARD_IA',
      acl: 'private',
      success_action_status: '201',
      tagging: '<Tagging><TagSet><Tag><Key>a</Key><Value>b</Value></Tag></TagSet></Tagging>',
      ...policy,
    });
    const text = await reply.text();
    expect([reply.status, text]).toEqual([201, expect.stringContaining('<Key>posted/a.txt</Key>')]);
    expect((await room.get('posted/a.txt')).toString()).toBe('hello');
    const Key = 'posted/a.txt';
    expect(await room.s3.send(new HeadObjectCommand({ Bucket, Key, ChecksumMode: 'ENABLED' }))).toMatchObject(
      {
        ContentType: 'text/x',
        StorageClass: 'STANDARD_IA',
        Metadata: { from: 'a form' },
        ETag: reply.headers.get('etag'),
        ChecksumCRC64NVME: expect.any(String) as string,
      },
    );
    const { TagSet } = await room.s3.send(new GetObjectTaggingCommand({ Bucket, Key }));
    expect(TagSet).toEqual([{ Key: 'a', Value: 'b' }]);
  });

  it('is answered with 204, or leads back to a page', async () => {
    expect((await post({ key: 'plain' })).status).toBe(204);
    const reply = await post({ key: 'redirected', success_action_redirect: 'http://127.0.0.1/done?x=1' });
    expect(reply.status).toBe(303);
    const location = new URL(reply.headers.get('location') ?? '');
    expect(Object.fromEntries(location.searchParams)).toMatchObject({
      x: '1',
      bucket: Bucket,
      key: 'redirected',
    });
    expect((await post({ key: 'no redirect', success_action_redirect: 'javascript:alert(1)' })).status).toBe(
      204,
    );
  });

  const range = policyOf([['starts-with', '$key', ''], ['content-length-range', 2, 4], anyAlgorithm]);
  it.each<[string, number, string, Record<string, string>, string?]>([
    ['a file that is too large', 400, 'EntityTooLarge', { key: 'refused', ...range }],
    ['a file that is too small', 400, 'EntityTooSmall', { key: 'refused', ...range }, 'x'],
    ['a policy that has ended', 403, 'AccessDenied', { key: 'refused', ...policyOf([], -1) }],
    [
      'a field that the policy does not know',
      403,
      'AccessDenied',
      { key: 'refused', 'x-amz-meta-a': '1', ...range },
    ],
    ['no key', 400, 'InvalidArgument', {}],
    ['a signature without a policy', 400, 'InvalidArgument', { key: 'refused', 'x-amz-signature': 'x' }],
    ['an ACL that nothing is done with', 501, 'NotImplemented', { key: 'refused', acl: 'public-read' }],
    [
      'a lock that nothing is done with',
      501,
      'NotImplemented',
      { key: 'refused', 'x-amz-object-lock-mode': 'x' },
    ],
    ['a wrong checksum', 400, 'BadDigest', { key: 'refused', 'x-amz-checksum-crc32': 'AAAAAA==' }],
    ['a wrong MD5', 400, 'BadDigest', { key: 'refused', 'Content-MD5': Buffer.alloc(16).toString('base64') }],
    [
      'fields that are too long',
      400,
      'MaxPostPreDataLengthExceededError',
      { key: 'refused', 'x-amz-meta-a': 'x'.repeat(21_000) },
    ],
    [
      'metadata that is too long',
      400,
      'MetadataTooLarge',
      { key: 'refused', 'x-amz-meta-a': 'x'.repeat(3000) },
    ],
  ])('with %s stores nothing', async (_what, status, code, fields, content) => {
    const reply = await post(fields, content);
    expect([await reply.text(), reply.status]).toEqual([
      expect.stringContaining(`<Code>${code}</Code>`),
      status,
    ]);
    expect(await room.keys('refused')).toEqual([]);
  });

  it.each([
    [
      'no file',
      '--b\r\nContent-Disposition: form-data; name="key"\r\n\r\nrefused\r\n--b--\r\n',
      'InvalidArgument',
    ],
    [
      'no end',
      '--b\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\ncut',
      'InvalidArgument',
    ],
    [
      'an end too early',
      '--b\r\nContent-Disposition: form-data; name="key"\r\n\r\nrefused\r\n--b\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\ncut',
      'MalformedPOSTRequest',
    ],
  ])('that has %s is refused, and the backend goes on', async (_what, body, code) => {
    const reply = await fetch(`${room.backend.url}/${Bucket}`, {
      method: 'POST',
      headers: { 'content-type': 'multipart/form-data; boundary=b' },
      body,
    });
    expect([await reply.text(), reply.status]).toEqual([
      expect.stringContaining(`<Code>${code}</Code>`),
      400,
    ]);
    expect(await room.keys('refused')).toEqual([]);
  });

  it('that a client leaves in the middle stores nothing, and the backend goes on', async () => {
    const head = 'Content-Disposition: form-data; name=';
    const begin = `--b\r\n${head}"key"\r\n\r\nleft\r\n--b\r\n${head}"file"; filename="a"\r\n\r\n`;
    const socket = connect(room.backend.port, '127.0.0.1');
    const headers = { 'Content-Type': 'multipart/form-data; boundary=b', 'Content-Length': '1000000' };
    socket.write(rawRequest(`POST /${Bucket}`, headers) + begin + 'x'.repeat(100_000));
    await new Promise((resolve) => socket.once('connect', resolve));
    socket.destroy();
    await vi.waitFor(async () => expect(await room.keys('left')).toEqual([]));
    expect((await post({ key: 'after' })).status).toBe(204);
  });

  it('may carry a file of many chunks', async () => {
    const bytes = new Uint8Array(3_000_000).fill(7);
    expect((await post({ key: 'large' }, new Blob([bytes]))).status).toBe(204);
    expect((await room.get('large')).equals(Buffer.from(bytes))).toBe(true);
  });
});
