import fc from 'fast-check';
import { once } from 'node:events';
import { type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { connect, createServer as createNetServer, type AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDashboardServer } from './dashboard-server';
import { loadReplyDecoder } from './reply-decoder';
import { fixedSecurityHeaders } from './security-headers';

let server: Server;
let port = 0;
const seen: IncomingMessage[] = [];

const action = 'a'.repeat(42);
/** What was read of the calls of actions that were let through. */
const bodies: Promise<string>[] = [];

/** Answers as a route does: it decodes what it is given, and has no mercy with what cannot be decoded. */
const handle = (request: IncomingMessage, response: ServerResponse): void => {
  seen.push(request);
  if (request.method === 'POST') bodies.push(text(request));
  try {
    const url = new URL(request.url ?? '', `http://${request.headers.host}`);
    decodeURIComponent(url.pathname);
    [...url.searchParams].forEach(([name, value]) => decodeURIComponent(encodeURIComponent(name + value)));
    response.end('seen');
  } catch {
    // As Next does, which the guard is there to prevent.
    response.writeHead(500).end('broken');
  }
};

beforeAll(async () => {
  const probe = createNetServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  ({ port } = probe.address() as AddressInfo);
  probe.close();
  await once(probe, 'close');
  const actions = { knows: (id: string) => id === action, decode: loadReplyDecoder() };
  server = createDashboardServer({ host: '127.0.0.1', port, dev: false, handle, actions });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
});

afterAll(() => {
  server.close();
  server.closeAllConnections();
});

/** What the server answers to these bytes, until it closes the connection. */
const send = async (text: string | Buffer): Promise<string> => {
  const socket = connect(port, '127.0.0.1');
  let answer = '';
  socket.setEncoding('latin1').on('data', (chunk: string) => (answer += chunk));
  // A server that has refused a request need not read the rest of it.
  socket.on('error', () => {});
  socket.end(text);
  await once(socket, 'close');
  return answer;
};

const request = (target: string, { method = 'GET', host = `localhost:${port}`, extra = '' } = {}) =>
  `${method} ${target} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n${extra}\r\n`;

const statusOf = (answer: string) => Number(/^HTTP\/1\.1 (\d{3}) /.exec(answer)?.[1]);

const expectSecured = (answer: string): void => {
  const head = answer.split('\r\n\r\n')[0]!.toLowerCase();
  for (const [name, value] of fixedSecurityHeaders)
    expect(head).toContain(`\r\n${name}: ${value}`.toLowerCase());
  expect(head).toMatch(/\r\ncontent-security-policy: default-src 'none'; script-src 'nonce-[\w+/]{22}=='/);
};

describe("the dashboard's server", () => {
  it('hands a request on with the nonce of its policy, another one each time', async () => {
    const nonces = new Set<string>();
    for (let round = 0; round < 3; round++) {
      seen.length = 0;
      const answer = await send(request('/local/jobs', { extra: 'X-Nonce: mine\r\n' }));
      expect(statusOf(answer)).toBe(200);
      expectSecured(answer);
      const nonce = String(seen[0]!.headers['x-nonce']);
      expect(answer).toContain(`'nonce-${nonce}'`);
      expect(seen[0]!.headers['content-security-policy']).toContain(`'nonce-${nonce}'`);
      nonces.add(nonce);
    }
    expect(nonces.size).toBe(3);
  });

  it('believes no header of a proxy that is not there', async () => {
    seen.length = 0;
    await send(
      request('/', { extra: 'X-Forwarded-Host: evil\r\nX-Forwarded-Proto: https\r\nForwarded: x\r\n' }),
    );
    expect(Object.keys(seen[0]!.headers).filter((name) => name.includes('forward'))).toEqual([]);
  });

  it.each([
    ['/local/jobs?__proto__=x', '/local/jobs'],
    ['/local/jobs?a=%20b&__proto__=x&c=&__proto__&a=1', '/local/jobs?a=%20b&c=&a=1'],
    ['/local/jobs?%5F_pro%74o__=x&d=?', '/local/jobs?d=?'],
    [
      '/local/jobs?x=__proto__&__proto__x=1&constructor=2',
      '/local/jobs?x=__proto__&__proto__x=1&constructor=2',
    ],
    ['/__proto__?%3F', '/__proto__?%3F'],
  ])('hands %s on without the parameter that would change an object', async (target, wanted) => {
    seen.length = 0;
    expect(statusOf(await send(request(target)))).toBe(200);
    expect(seen[0]!.url).toBe(wanted);
  });

  it.each<[string, number, () => string]>([
    ['a foreign Host', 403, () => request('/', { host: 'evil.example' })],
    ['no Host', 400, () => 'GET / HTTP/1.1\r\nConnection: close\r\n\r\n'],
    ['HTTP/1.0 without Host', 400, () => 'GET / HTTP/1.0\r\n\r\n'],
    ['two Hosts', 400, () => request('/', { extra: 'Host: evil.example\r\n' })],
    ['TRACE', 400, () => request('/', { method: 'TRACE' })],
    ['CONNECT', 400, () => request('evil.example:80', { method: 'CONNECT' })],
    ['a method that is none', 400, () => request('/', { method: 'BREW' })],
    ['an absolute address', 400, () => request('http://evil.example/')],
    ['%ff', 400, () => request('/%ff')],
    ['bytes that are no ASCII', 400, () => request('/é')],
    ['a web socket', 400, () => request('/', { extra: 'Upgrade: websocket\r\nConnection: upgrade\r\n' })],
    [
      'a foreign web socket',
      403,
      () => request('/', { extra: 'Upgrade: websocket\r\nConnection: upgrade\r\nOrigin: http://evil\r\n' }),
    ],
    ['an expectation', 417, () => request('/', { extra: 'Expect: wonders\r\n' })],
    ['20 KB of address', 431, () => request(`/${'a'.repeat(20_000)}`)],
    ['20 KB of headers', 431, () => request('/', { extra: `X: ${'a'.repeat(20_000)}\r\n` })],
    ['what is no HTTP', 400, () => 'hello\r\n\r\n'],
    ['a TLS greeting', 400, () => '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03'],
    [
      'two lengths',
      400,
      () => request('/', { method: 'POST', extra: 'Content-Length: 4\r\nTransfer-Encoding: chunked\r\n' }),
    ],
    ['a navigation without sense', 400, () => request('/', { extra: 'Next-Router-State-Tree: %5B1%5D\r\n' })],
    ['what the handler cannot do', 500, () => request('//')],
  ])('answers %s with %i, and with all headers', async (_what, status, text) => {
    const answer = await send(Buffer.from(text(), 'latin1'));
    expect(statusOf(answer)).toBe(status);
    expectSecured(answer);
  });

  const call = (body: string | Buffer, type = 'text/plain;charset=UTF-8', id = action) => {
    const extra = `Next-Action: ${id}\r\nContent-Type: ${type}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n`;
    return Buffer.concat([Buffer.from(request('/local/jobs', { method: 'POST', extra })), Buffer.from(body)]);
  };
  const form = 'multipart/form-data; boundary=x';
  const part = (name: string, content: string) =>
    `--x\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${content}\r\n`;

  it.each([
    ['text', () => call('["local",{"a":"$undefined","b":"$D2026-01-01T00:00:00.000Z"}]')],
    ['a form', () => call(`${part('1_f', 'abc')}${part('0', '["local","$K1"]')}--x--\r\n`, form)],
    ['nothing', () => call('[]', 'text/plain')],
    [
      'a form with files',
      () =>
        call(
          `${part('1_files', 'abc')}${part('1_files', 'def')}${part('0', '["local","$K1"]')}--x--\r\n`,
          form,
        ),
    ],
  ])('hands a call of an action on, byte for byte: %s', async (_what, made) => {
    const sent = made();
    bodies.length = 0;
    expect(statusOf(await send(sent))).toBe(200);
    const body = sent.subarray(sent.indexOf('\r\n\r\n') + 4).toString();
    expect(await bodies[0]).toBe(body);
  });

  it.each<[string, () => string | Buffer, RegExp]>([
    ['no action', () => request('/local/jobs', { method: 'POST' }), /POST is for the actions/],
    ['an id that is none', () => call('[]', 'text/plain', '../x'), /id of the action cannot be read/],
    ['an unknown id', () => call('[]', 'text/plain', 'b'.repeat(42)), /another version of Spotdeck/],
    ['JSON', () => call('[]', 'application/json'), /takes text\/plain or multipart/],
    ['a web form', () => call('a=b', 'application/x-www-form-urlencoded'), /takes text\/plain or multipart/],
    ['no type', () => call('[]', ''), /takes text\/plain or multipart/],
    ['an empty body', () => call(''), /cannot be read/],
    ['what is no JSON', () => call('["local"'), /cannot be read/],
    ['bytes', () => call(Buffer.from([0xff, 0xfe, 0x00])), /cannot be read/],
    ['no list', () => call('{"a":1}'), /no list/],
    ['a number', () => call('7'), /no list/],
    ['null', () => call('null'), /no list/],
    ['a part that is missing', () => call('["$1"]'), /cannot be read/],
    ['a form that is missing', () => call('"$1"'), /cannot be read/],
    ['a function of the server', () => call('["$h1"]'), /cannot be read/],
    ['a reference to the prototype', () => call('["$0:__proto__:x"]'), /cannot be read/],
    ['what only a browser can hold', () => call('["$T"]'), /cannot be read/],
    [
      'a part twice',
      () => call(`${part('0', '["$K1"]')}${part('0', '[]')}--x--\r\n`, form),
      /cannot be read/,
    ],
    ['garbage as a form', () => call('garbage', form), /cannot be read/],
    ['a form cut short', () => call(part('0', '["local"]'), form), /cannot be read/],
    ['a form cut within a header', () => call('--x\r\nContent-Dispo', form), /cannot be read/],
    ['a form without its root', () => call(`${part('1', '[]')}--x--\r\n`, form), /cannot be read|no list/],
    [
      'a form without a boundary',
      () => call(`${part('0', '[]')}--x--\r\n`, 'multipart/form-data;'),
      /cannot be read/,
    ],
    ['a form with another boundary', () => call(`${part('0', '[]')}--x--\r\n`, `${form}y`), /cannot be read/],
  ])('refuses a call with %s in words, and no handler sees it', async (_what, made, words) => {
    seen.length = 0;
    const answer = await send(made());
    expect(statusOf(answer)).toBe(400);
    expect(answer).toMatch(words);
    expectSecured(answer);
    expect(seen).toEqual([]);
  });

  const upload = (target: string, head: string, body = '') =>
    `${request(target, { method: 'POST', extra: `Content-Type: application/octet-stream\r\n${head}` })}${body}`;

  it('hands the bytes of an upload on as they come, and those of no other address', async () => {
    bodies.length = 0;
    expect(statusOf(await send(upload('/local/upload?key=x', 'Content-Length: 3\r\n', 'abc')))).toBe(200);
    expect(await bodies[0]).toBe('abc');
    for (const target of ['/local/uploads', '/upload', '/local/jobs/upload', '/local/x?/upload'])
      expect(statusOf(await send(upload(target, 'Content-Length: 3\r\n', 'abc'))), target).toBe(400);
  });

  it.each([
    ['without its length', 400, 'Transfer-Encoding: chunked\r\n'],
    ['that is too long', 413, 'Content-Length: 70000000\r\n'],
    ['of a foreign page', 403, 'Origin: http://evil.example\r\nContent-Length: 3\r\n'],
    ['of another port', 403, 'Sec-Fetch-Site: same-site\r\nContent-Length: 3\r\n'],
  ])('refuses an upload %s before it has come', async (_what, status, head) => {
    seen.length = 0;
    const answer = await send(upload('/local/upload', head));
    expect(statusOf(answer)).toBe(status);
    expectSecured(answer);
    expect(seen).toEqual([]);
  });

  it('refuses a call that is too long before it has come', async () => {
    const extra = `Next-Action: ${action}\r\nContent-Type: text/plain\r\nContent-Length: 70000000\r\n`;
    expect(statusOf(await send(request('/local/jobs', { method: 'POST', extra })))).toBe(413);
  });

  it('never answers 500, and never without the headers, whatever comes over the socket', async () => {
    const nasty = fc.constantFrom(
      ...[
        '%ff',
        '%',
        '%2e%2e',
        '%00',
        '..',
        '\\',
        '//',
        '?',
        '#',
        '%u0041',
        '%c0%af',
        '@',
        ':',
        ' ',
        '\t',
        '*',
      ],
      ...['http://evil/', '%f0%9f%98%80', '[', '{', '"', ';', '+', '%25', '\x7f', '\x01', 'é'],
    );
    const target = fc
      .array(fc.oneof(nasty, fc.string({ maxLength: 8 })), { maxLength: 8 })
      .map((parts) => `/local/${parts.join('')}`)
      .filter((text) => !text.includes('\n') && !text.includes('\r'));
    const header = fc.constantFrom(
      '',
      'Origin: null\r\n',
      'Cookie: spotdeck-theme=%ff; =; spotdeck-jobs-table=%7B\r\n',
      'Content-Length: -1\r\n',
      'Sec-Fetch-Site: cross-site\r\n',
      'Host:\r\n',
      'X : y\r\n',
    );
    const method = fc.constantFrom('GET', 'GET', 'HEAD', 'POST', 'TRACE', 'OPTIONS', 'DELETE', 'PURGE', 'X');
    await fc.assert(
      fc.asyncProperty(method, target, header, async (verb, address, extra) => {
        const answer = await send(Buffer.from(request(address, { method: verb, extra }), 'utf8'));
        expect([200, 400, 403]).toContain(statusOf(answer));
        expectSecured(answer);
      }),
      { numRuns: 300 },
    );
  }, 120_000);
});
