import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ownHosts, refusalOf } from './request-guard';

const own = ownHosts({ host: '127.0.0.1', port: 3000 });

const ask = (
  { method = 'GET', target = '/local/jobs' },
  headers: Record<string, string> | [string, string][] = {},
) => {
  const given = Array.isArray(headers) ? headers : Object.entries({ host: 'localhost:3000', ...headers });
  return refusalOf({ method, target, rawHeaders: given.flat() }, own);
};

describe('the Host header', () => {
  it.each(['localhost:3000', '127.0.0.1:3000', '[::1]:3000', 'LocalHost:3000'])(
    'lets in a reader who came by %s',
    (host) => expect(ask({}, { host })).toBeUndefined(),
  );

  it.each([
    'evil.example',
    'evil.example:3000',
    'localhost.evil.example:3000',
    '127.0.0.1.evil.example',
    '192.168.1.4:3000',
    '0.0.0.0:3000',
    'localhost:3001',
    'localhost',
    '127.0.0.1',
    '127.0.0.2:3000',
    'localhost.:3000',
    '[::]:3000',
  ])('refuses a name or a port that is not its own: "%s"', (host) =>
    expect(ask({}, { host })).toMatchObject({
      status: 403,
      reason: expect.stringContaining('127.0.0.1:3000'),
    }),
  );

  it.each([
    '127.999.999.999',
    '127.999.999.999:3000',
    '127.1:3000',
    '2130706433:3000',
    'user@localhost:3000',
    'localhost:3000, evil',
    'localhost:99999',
    'localhost:',
    'local host:3000',
    'local%68ost:3000',
    '[::1:3000',
    '[::1%lo]:3000',
    '',
  ])('is malformed as "%s"', (host) => expect(ask({}, { host })).toMatchObject({ status: 400 }));

  it('must be there, and once', () => {
    expect(ask({}, [])).toMatchObject({ status: 400 });
    const twice: [string, string][] = [
      ['Host', 'localhost:3000'],
      ['host', 'localhost:3000'],
    ];
    expect(ask({}, twice)).toMatchObject({ status: 400 });
  });

  it('needs no port on port 80, and has the brackets of IPv6', () => {
    const standard = ownHosts({ host: '::1', port: 80 });
    expect(standard.has('[::1]')).toBe(true);
    expect(standard.has('localhost')).toBe(true);
    expect(standard.has('localhost:80')).toBe(true);
    expect(standard.has('localhost:3000')).toBe(false);
  });
});

describe('the address', () => {
  it.each([
    '/',
    '/local/jobs/a-1?attempt=2',
    '/local/jobs?q=%F0%9F%98%80+a%25',
    '/%E2%82%AC',
    '/local/jobs/a%2fb',
    '/local/jobs?tag=a=b&c',
  ])('%s passes', (target) => expect(ask({ target })).toBeUndefined());

  it.each([
    '/%ff',
    '/%',
    '/a%zz',
    '/a%c0%80',
    '/local/jobs/%ed%a0%80',
    '/local/jobs?a=%ff',
    '/local/jobs?%',
    '/local/jobs?a=1?b=%e2%82',
    '/a%00b',
    '/a%0ab',
    '/a%7f',
    '/local\\jobs',
    'http://localhost:3000/local/jobs',
    'http://evil.example/',
    '*',
    'localhost:3000',
    '',
    'local/jobs',
  ])('%s is malformed', (target) => expect(ask({ target })).toMatchObject({ status: 400 }));

  it('never throws, whatever arrives', () => {
    const text = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.constantFrom('%', '/%ff', '\0'));
    fc.assert(
      fc.property(text, text, fc.array(fc.tuple(text, text)), (method, target, headers) => {
        const refusal = refusalOf({ method, target, rawHeaders: headers.flat() }, own);
        expect([400, 403]).toContain(refusal?.status);
      }),
    );
  }, 60_000);

  it('passes whatever was encoded as components of an address', () => {
    const segment = fc.string({ unit: 'grapheme' }).filter((text) => !/[\u0000-\u001f\u007f]/.test(text));
    fc.assert(
      fc.property(segment, segment, (name, value) => {
        const target = `/local/jobs/${encodeURIComponent(name)}?q=${encodeURIComponent(value)}`;
        expect(ask({ target })).toBeUndefined();
      }),
    );
  }, 60_000);
});

describe('the method', () => {
  it.each(['GET', 'HEAD', 'POST'])('%s passes', (method) => expect(ask({ method })).toBeUndefined());
  it.each(['TRACE', 'TRACK', 'CONNECT', 'OPTIONS', 'PUT', 'DELETE', 'PATCH', 'PROPFIND', 'get', ''])(
    '%s does not',
    (method) => expect(ask({ method })).toMatchObject({ status: 400 }),
  );
});

describe('a page that asks', () => {
  it('may act where it is of this very origin, by whichever of its names', () => {
    expect(ask({ method: 'POST' }, { origin: 'http://localhost:3000' })).toBeUndefined();
    expect(
      ask(
        { method: 'POST' },
        { host: '[::1]:3000', origin: 'http://[::1]:3000', 'sec-fetch-site': 'same-origin' },
      ),
    ).toBeUndefined();
    expect(ask({ method: 'POST' }), 'a program that is no browser').toBeUndefined();
  });

  it.each([
    'https://evil.example',
    'http://localhost:4000',
    'http://127.0.0.1:3000',
    'http://[::1]:3000',
    'https://localhost:3000',
    'http://localhost:3000.evil.example',
    'http://localhost:3000@evil.example',
    'http://user@localhost:3000',
    'http://localhost:3000/',
    'null',
    '',
  ])('may neither act nor read as a page of "%s"', (origin) => {
    for (const method of ['GET', 'HEAD', 'POST'])
      expect(ask({ method }, { origin })).toMatchObject({ status: 403 });
  });

  it.each(['cross-site', 'same-site', 'made-up'])('may not act by a request marked %s', (site) => {
    expect(ask({ method: 'POST' }, { 'sec-fetch-site': site })).toMatchObject({ status: 403 });
    const navigation = { 'sec-fetch-site': site, 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };
    expect(ask({ method: 'POST' }, navigation)).toMatchObject({ status: 403 });
    expect(ask({}, navigation), 'though it may lead a reader here').toBeUndefined();
  });

  it.each([
    ['no-cors', 'image'],
    ['no-cors', 'script'],
    ['no-cors', 'empty'],
    ['cors', 'empty'],
    ['navigate', 'iframe'],
    ['navigate', 'frame'],
    ['navigate', 'embed'],
    ['navigate', 'object'],
    ['navigate', 'fencedframe'],
  ])('may not read across origins: %s, %s', (mode, dest) => {
    for (const site of ['cross-site', 'same-site']) {
      const headers = { 'sec-fetch-site': site, 'sec-fetch-mode': mode, 'sec-fetch-dest': dest };
      expect(ask({}, headers)).toMatchObject({ status: 403 });
    }
  });

  it('is not asked what a header says that is there twice', () => {
    const headers: [string, string][] = [
      ['Host', 'localhost:3000'],
      ['Sec-Fetch-Site', 'same-origin'],
      ['Sec-Fetch-Site', 'cross-site'],
    ];
    expect(ask({}, headers)).toMatchObject({ status: 400 });
  });
});
