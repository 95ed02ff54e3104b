import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, get, type IncomingMessage, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { once } from 'node:events';
import { buffer } from 'node:stream/consumers';
import { brotliCompressSync, brotliDecompressSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { builtFiles } from './built-files';

let root: string;
let server: Server;

beforeAll(async () => {
  root = mkdtempSync(path.join(tmpdir(), 'built-files-'));
  const chunks = path.join(root, '.next/static/chunks');
  mkdirSync(chunks, { recursive: true });
  writeFileSync(path.join(chunks, 'a.js'), 'let a');
  writeFileSync(path.join(chunks, 'a.js.br'), brotliCompressSync('let a'));
  writeFileSync(path.join(chunks, 'b.js'), 'let b');
  writeFileSync(path.join(root, 'secret.js.br'), 'secret');
  const files = builtFiles(root);
  server = createServer((request, response) => {
    if (!files(request, response)) response.end('next');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
});

afterAll(() => {
  server.close();
  rmSync(root, { recursive: true });
});

const ask = async (target: string, { method = 'GET', accepts = 'gzip, deflate, br, zstd' } = {}) => {
  const { port } = server.address() as AddressInfo;
  const [response] = (await once(
    get({
      port,
      host: '127.0.0.1',
      path: target,
      method,
      headers: { 'accept-encoding': accepts },
      agent: false,
    }),
    'response',
  )) as [IncomingMessage];
  return { headers: response.headers, body: await buffer(response) };
};

test('a file of the build comes compressed, to be kept for ever', async () => {
  const { headers, body } = await ask('/_next/static/chunks/a.js?dpl=1');
  expect(headers).toMatchObject({
    'content-type': 'application/javascript; charset=UTF-8',
    'content-encoding': 'br',
    'cache-control': 'public, max-age=31536000, immutable',
    vary: 'Accept-Encoding',
  });
  expect(brotliDecompressSync(body).toString()).toBe('let a');
  const head = await ask('/_next/static/chunks/a.js', { method: 'HEAD' });
  expect([head.headers['content-length'], head.body]).toEqual([String(body.length), Buffer.alloc(0)]);
});

test.each([
  ['/_next/static/chunks/b.js', {}],
  ['/_next/static/chunks/a.js', { accepts: 'gzip' }],
  ['/_next/static/chunks/a.js', { accepts: 'br;q=0' }],
  ['/_next/static/chunks/a.js', { method: 'POST' }],
  ['/_next/static/chunks/a.js.br', {}],
  ['/_next/static/../../secret.js', {}],
  ['/_next/static/%2e%2e/%2e%2e/secret.js', {}],
  ['/__proto__', {}],
])('what is none, or not asked for so, is left to Next: %s %j', async (target, options) => {
  expect((await ask(target, options)).body.toString()).toBe('next');
});
