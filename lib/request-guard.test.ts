import { describe, expect, it } from 'vitest';
import { refusalOf } from './request-guard';

const ask = (method: string, headers: Record<string, string>) => refusalOf(method, new Headers(headers));

describe('the request guard', () => {
  it.each(['localhost:3000', '127.0.0.1:3000', '127.0.0.1', '[::1]:3000', 'LocalHost:80'])(
    'lets in a reader who came by %s',
    (host) => expect(ask('GET', { host })).toBeUndefined(),
  );

  it.each([
    'evil.example',
    'localhost.evil.example:3000',
    '127.0.0.1.evil.example',
    '192.168.1.4:3000',
    '0.0.0.0:3000',
    '',
  ])('refuses a name that could be another site made to point here: "%s"', (host) =>
    expect(ask('GET', host === '' ? {} : { host })).toMatch(/loopback/),
  );

  it('lets a page of this server act', () => {
    expect(ask('POST', { host: 'localhost:3000', origin: 'http://localhost:3000' })).toBeUndefined();
    expect(ask('POST', { host: 'localhost:3000' })).toBeUndefined();
  });

  it.each(['https://evil.example', 'http://localhost:4000', 'null'])(
    'refuses an action from a page of %s',
    (origin) => {
      expect(ask('POST', { host: 'localhost:3000', origin })).toMatch(/refused/);
    },
  );

  it('refuses an action that the browser marks as cross-site, though it names no origin', () => {
    expect(ask('POST', { host: 'localhost:3000', 'sec-fetch-site': 'cross-site' })).toMatch(/refused/);
    expect(ask('GET', { host: 'localhost:3000', 'sec-fetch-site': 'cross-site' })).toBeUndefined();
  });
});
