import { expect, test } from 'vitest';
import { momentWords } from './job-filter-words';

test('a day has no time of day, and the end of one is the day itself', () => {
  expect(momentWords('2026-11-01T00:00:00.000Z', 'utc', false)).toBe('1 Nov 2026 UTC');
  expect(momentWords('2026-11-08T00:00:00.000Z', 'utc', true)).toBe('7 Nov 2026 UTC');
});

test('what is not at the edge of a day is said to the second', () => {
  expect(momentWords('2026-11-01T12:30:00.000Z', 'utc', false)).toBe('1 Nov 2026, 12:30:00 UTC');
  expect(momentWords('2026-11-08T13:00:00.000Z', 'utc', true)).toBe('8 Nov 2026, 12:59:59 UTC');
});

test('a day is one of the reader, also where its midnight is left out', () => {
  expect(momentWords('2026-10-31T23:00:00.000Z', 'Europe/Berlin', false)).toBe('1 Nov 2026');
  expect(momentWords('2026-11-01T00:00:00.000Z', 'Europe/Berlin', false)).toBe('1 Nov 2026, 01:00:00');
  expect(momentWords('2026-09-06T04:00:00.000Z', 'America/Santiago', false)).toBe('6 Sep 2026');
});
