import { expect, test } from 'vitest';
import { lastPlaceCookieOf, readLastPlace } from './last-place';

/** As Next gives it. */
const valueOf = (path: string) => decodeURIComponent(/=([^;]*);/.exec(lastPlaceCookieOf(path))?.[1] ?? '');

test.each([
  ['/local/jobs', 'local'],
  ['/us-east-1~research/jobs/mnist-1?tab=log', 'us-east-1~research'],
  ['/eu-west-1/savings?period=30d&by=tag', 'eu-west-1'],
  ['/local/jobs/m?pin=acc%20%25&pin=a%26b', 'local'],
])('%s is where the reader was', (path, backend) => {
  expect(readLastPlace(valueOf(path))).toEqual({ path, backend });
});

test('a query that no cookie holds is left out', () => {
  expect(readLastPlace(valueOf(`/local/compare?jobs=${'a'.repeat(5_000)}`))?.path).toBe('/local/compare');
});

test.each([
  '//evil.example/x',
  '/\\evil.example/x',
  'https://evil.example/local/jobs',
  '/\t/evil.example/x',
  'javascript:alert(1)',
  '/',
  '/local',
  '%',
  '',
])('%s is no page of this dashboard', (text) => {
  expect(readLastPlace(encodeURIComponent(text))).toBeUndefined();
  expect(readLastPlace(text)).toBeUndefined();
});
