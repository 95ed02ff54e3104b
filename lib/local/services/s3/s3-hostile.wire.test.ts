import { readdir } from 'node:fs/promises';
import { connect } from 'node:net';
import path from 'node:path';
import { crc32 } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { rawRequest, sendRaw } from '../../../../testing/local/raw-request';
import { openS3Room, type S3Room } from '../../../../testing/local/s3-room';

let room: S3Room;

beforeAll(async () => {
  room = await openS3Room();
});

afterAll(() => room.end());

const send = (line: string, headers: Record<string, string> = {}, body = '') =>
  sendRaw(room.backend.port, rawRequest(line, headers, body));

const filesOnDisk = async (): Promise<string[]> => {
  const folder = path.join(room.backend.dataDir, 'local/objects');
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => entry.name);
};

const base64Crc = (text: string): string => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(crc32(text));
  return bytes.toString('base64');
};

const chunkedHeaders = (decoded: number): Record<string, string> => ({
  'Content-Encoding': 'aws-chunked',
  'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
  'x-amz-decoded-content-length': String(decoded),
  'x-amz-trailer': 'x-amz-checksum-crc32',
});

describe('uploads that are not what they claim', () => {
  it.each([
    ['a wrong CRC32 in a header', { 'x-amz-checksum-crc32': base64Crc('other') }, 'hello', 'BadDigest'],
    [
      'a wrong payload hash',
      { 'x-amz-content-sha256': 'a'.repeat(64) },
      'hello',
      'XAmzContentSHA256Mismatch',
    ],
    [
      'a checksum that cannot be verified',
      { 'x-amz-checksum-crc16': 'AAAAAAAAAAA=' },
      'hello',
      'InvalidRequest',
    ],
    ['a wrong CRC64NVME', { 'x-amz-checksum-crc64nvme': 'AAAAAAAAAAA=' }, 'hello', 'BadDigest'],
    ['a CRC64NVME of four bytes', { 'x-amz-checksum-crc64nvme': 'AAAAAA==' }, 'hello', 'InvalidRequest'],
    ['a checksum that is no base64', { 'x-amz-checksum-sha1': '*'.repeat(28) }, 'hello', 'InvalidRequest'],
    [
      'two checksums',
      { 'x-amz-checksum-crc32': base64Crc('hello'), 'x-amz-checksum-sha1': 'qvTGHdzF6KLavt4PO0gs2a6pQ00=' },
      'hello',
      'InvalidRequest',
    ],
    [
      'an announced checksum that is not sent',
      { 'x-amz-sdk-checksum-algorithm': 'SHA256' },
      'hello',
      'InvalidRequest',
    ],
    ['a payload hash that is none', { 'x-amz-content-sha256': 'abc' }, 'hello', 'InvalidArgument'],
    [
      'a trailer that was not announced',
      { ...chunkedHeaders(5), 'x-amz-trailer': '' },
      `5\r\nhello\r\n0\r\nx-amz-checksum-crc32:${base64Crc('hello')}\r\n\r\n`,
      'MalformedTrailerError',
    ],
    [
      'a wrong CRC32 in the trailer',
      chunkedHeaders(5),
      `5\r\nhello\r\n0\r\nx-amz-checksum-crc32:${base64Crc('other')}\r\n\r\n`,
      'BadDigest',
    ],
    [
      'no trailer where one was announced',
      chunkedHeaders(5),
      '5\r\nhello\r\n0\r\n\r\n',
      'MalformedTrailerError',
    ],
    ['a cut chunk', chunkedHeaders(5), '5\r\nhel', 'IncompleteBody'],
    [
      'fewer bytes than declared',
      chunkedHeaders(6),
      `5\r\nhello\r\n0\r\nx-amz-checksum-crc32:${base64Crc('hello')}\r\n\r\n`,
      'IncompleteBody',
    ],
    ['a key that is too long', {}, 'x', 'KeyTooLongError'],
  ])('with %s are refused and leave nothing behind', async (what, headers, body, code) => {
    const before = await filesOnDisk();
    const key = what === 'a key that is too long' ? 'k'.repeat(1025) : 'refused';
    const reply = await send(`PUT /a-bucket/${key}`, headers, body);
    expect(reply.body).toContain(`<Code>${code}</Code>`);
    expect(reply.status).toBe(400);
    expect(await room.keys('refused')).toEqual([]);
    expect(await filesOnDisk()).toEqual(before);
  });

  it('but right are stored, signed chunks included', async () => {
    const trailer = `x-amz-checksum-crc32:${base64Crc('hello')}\r\n`;
    const unsigned = `5\r\nhello\r\n0\r\n${trailer}\r\n`;
    expect((await send('PUT /a-bucket/unsigned', chunkedHeaders(5), unsigned)).status).toBe(200);
    const signature = `chunk-signature=${'0'.repeat(64)}`;
    const signed = `5;${signature}\r\nhello\r\n0;${signature}\r\n${trailer}x-amz-trailer-signature:${'0'.repeat(64)}\r\n\r\n`;
    const headers = {
      ...chunkedHeaders(5),
      'x-amz-content-sha256': 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER',
    };
    expect((await send('PUT /a-bucket/signed', headers, signed)).status).toBe(200);
    expect((await room.get('unsigned')).toString()).toBe('hello');
    expect((await room.get('signed')).toString()).toBe('hello');
  });

  it('and stop when the client goes away leave neither object nor file', async () => {
    const before = await filesOnDisk();
    const socket = connect(room.backend.port, '127.0.0.1');
    socket.write(rawRequest('PUT /a-bucket/abandoned', { 'Content-Length': '1000000' }));
    socket.write(Buffer.alloc(500_000));
    await vi.waitFor(async () => expect((await filesOnDisk()).length).toBe(before.length + 1));
    socket.destroy();
    await vi.waitFor(async () => expect(await filesOnDisk()).toEqual(before));
    expect(await room.keys('abandoned')).toEqual([]);
  });

  it('wait for 100 Continue when the client asks', async () => {
    const socket = connect(room.backend.port, '127.0.0.1');
    const headers = { Expect: '100-continue', 'Content-Length': '5' };
    socket.write(rawRequest('PUT /a-bucket/continued', headers));
    const first = await new Promise<Buffer>((resolve) => socket.once('data', resolve));
    expect(first.toString()).toMatch(/^HTTP\/1\.1 100 /);
    const second = new Promise<Buffer>((resolve) => socket.once('data', resolve));
    socket.write('hello');
    expect((await second).toString()).toMatch(/^HTTP\/1\.1 200 /);
    expect((await room.get('continued')).toString()).toBe('hello');
    socket.destroy();
  });
});

describe('paths', () => {
  it.each([
    '/a-bucket/../../etc/passwd',
    '/a-bucket/%2e%2e/%2e%2e/x',
    '/a-bucket//etc/passwd',
    '/a-bucket/a%00',
  ])('that try to leave the bucket are keys like any other, or refused: %s', async (target) => {
    const put = await send(`PUT ${target}`, {}, 'inside');
    const got = await send(`GET ${target}`);
    if (target.includes('%00')) expect([put.status, got.status]).toEqual([400, 404]);
    else expect([put.status, got.status, got.body]).toEqual([200, 200, 'inside']);
    const ours = /^([0-9a-f]{32}(\.json)?|generation\.json|a-bucket|sagemaker-[a-z0-9-]+)$/;
    expect((await filesOnDisk()).filter((name) => !ours.test(name))).toEqual([]);
  });

  it.each(['/..', '/../x', '/%2e%2e/x', '/UPPER/x', '/a/x', '/192.168.0.1/x'])(
    'never reach anything with a bucket that has no valid name: %s',
    async (target) => {
      expect([400, 404]).toContain((await send(`PUT ${target}`, {}, 'x')).status);
      expect([400, 404]).toContain((await send(`GET ${target}`)).status);
    },
  );

  it('with a NUL never reach the name that stands before it', async () => {
    await room.put('cut', 'x');
    expect((await send('GET /a-bucket/cut%00')).status).toBe(404);
    expect((await send('GET /a-bucket%00/cut')).status).toBe(404);
    expect((await send('DELETE /a-bucket/cut%00')).status).toBe(400);
    expect((await send('DELETE /a-bucket%00')).status).toBe(404);
    expect((await send('GET /a-bucket?list-type=2&prefix=cut%00')).body).not.toContain('<Key>');
    expect((await room.get('cut')).toString()).toBe('x');
  });

  it('that are not valid percent-encoding are an InvalidURI', async () => {
    expect((await send('GET /a-bucket/%zz')).body).toContain('<Code>InvalidURI</Code>');
    expect((await send('GET /a-bucket/%ff')).body).toContain('<Code>InvalidURI</Code>');
  });
});

describe('XML', () => {
  const bomb =
    '<!DOCTYPE d [<!ENTITY a "x"><!ENTITY b "&a;&a;&a;">]><Delete><Object><Key>&b;</Key></Object></Delete>';
  it.each([
    ['is cut', '<Delete><Object><Key>a</Key>'],
    ['is not XML', 'hello'],
    ['is empty', ''],
    ['has another root', '<Other><Object><Key>a</Key></Object></Other>'],
    ['names no object', '<Delete></Delete>'],
    ['has entities of its own', bomb],
    ['is nested without end', `<Delete>${'<a>'.repeat(5000)}${'</a>'.repeat(5000)}</Delete>`],
    ['names too many objects', `<Delete>${'<Object><Key>a</Key></Object>'.repeat(1001)}</Delete>`],
  ])('that %s is refused as malformed', async (_what, body) => {
    const reply = await send('POST /a-bucket?delete', {}, body);
    expect(reply.status).toBe(400);
    expect(reply.body).toContain('<Code>MalformedXML</Code>');
  });

  it('is decoded once, so that a key which looks like an entity stays what it is', async () => {
    await room.put('&lt;', 'x');
    const body = '<Delete><Object><Key>&amp;lt;</Key></Object></Delete>';
    expect((await send('POST /a-bucket?delete', {}, body)).body).toContain('<Key>&amp;lt;</Key>');
    expect(await room.keys('&lt;')).toEqual([]);
  });
});

it('names an operation that it does not have, and does not do another instead', async () => {
  await room.put('tagged', 'x');
  for (const line of [
    'PUT /a-bucket/tagged?acl',
    'PUT /a-bucket?versioning',
    'GET /a-bucket/tagged?retention',
    'PUT /a-bucket/tagged?legal-hold',
    'GET /a-bucket?policy',
    'POST /a-bucket/tagged?restore',
  ]) {
    const reply = await send(line, {}, '<a/>');
    expect(reply.status).toBe(501);
    expect(reply.body).toContain('<Code>NotImplemented</Code>');
    expect(reply.body).toContain(line.split('?')[1]);
  }
  expect((await room.get('tagged')).toString()).toBe('x');
});

it('keeps a page that was stored as an object from acting as a page of this server', async () => {
  await room.put('page.html', '<script>1</script>', { ContentType: 'text/html' });
  expect((await send('GET /a-bucket/page.html')).headers['content-security-policy']).toBe('sandbox');
});
