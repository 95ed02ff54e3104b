import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Bucket, openS3Room, type S3Room } from '../../../../testing/local/s3-room';

let room: S3Room;

beforeAll(async () => {
  room = await openS3Room();
});

afterAll(() => room.end());

describe('presigned URLs', () => {
  it('read and write until they expire', async () => {
    const client = new S3Client({ ...room.backend.client, requestChecksumCalculation: 'WHEN_REQUIRED' });
    const Key = 'signed file.txt';
    const putUrl = await getSignedUrl(client, new PutObjectCommand({ Bucket, Key }), { expiresIn: 60 });
    expect((await fetch(putUrl, { method: 'PUT', body: 'by url' })).status).toBe(200);
    const download = {
      ResponseContentDisposition: 'attachment; filename="a.txt"',
      ResponseContentType: 'text/x',
    };
    const getUrl = await getSignedUrl(client, new GetObjectCommand({ Bucket, Key, ...download }), {
      expiresIn: 60,
    });
    const reply = await fetch(getUrl);
    expect(await reply.text()).toBe('by url');
    expect(reply.headers.get('content-disposition')).toBe('attachment; filename="a.txt"');
    expect(reply.headers.get('content-type')).toBe('text/x');

    const signingDate = new Date(Date.now() - 61_000);
    const old = await getSignedUrl(client, new GetObjectCommand({ Bucket, Key }), {
      expiresIn: 60,
      signingDate,
    });
    const refused = await fetch(old);
    expect(refused.status).toBe(403);
    expect(await refused.text()).toContain('<Code>AccessDenied</Code><Message>Request has expired</Message>');
    client.destroy();
  });

  it('that carry the checksum of nothing refuse any other body, as on AWS', async () => {
    const url = await getSignedUrl(room.s3, new PutObjectCommand({ Bucket, Key: 'trap' }), { expiresIn: 60 });
    expect(url).toContain('x-amz-checksum-crc32=AAAAAA');
    const reply = await fetch(url, { method: 'PUT', body: 'not nothing' });
    expect(reply.status).toBe(400);
    expect(await reply.text()).toContain('<Code>BadDigest</Code>');
  });

  it('of the old signature version expire too', async () => {
    await room.put('old-style', 'x');
    const url = (expires: number) =>
      `${room.backend.url}/${Bucket}/old-style?AWSAccessKeyId=local&Signature=abc%3D&Expires=${expires}`;
    const now = Math.floor(Date.now() / 1000);
    expect((await fetch(url(now + 60))).status).toBe(200);
    expect((await fetch(url(now - 1))).status).toBe(403);
  });
});
