import { expect, test } from 'vitest';
import { formatRelative, formatTime } from './format-time';

const at = Date.UTC(2026, 2, 29, 0, 59, 5);

test('a moment is written in UTC and says so', () => {
  expect(formatTime(at, 'utc', 'datetime')).toBe('29 Mar 2026, 00:59:05 UTC');
  expect(formatTime(at, 'utc', 'minute')).toBe('29 Mar 2026, 00:59 UTC');
});

test("a moment is written on the reader's clock, on either side of a daylight-saving change", () => {
  expect(formatTime(at, 'Europe/Berlin', 'time')).toBe('01:59:05');
  expect(formatTime(at + 60_000, 'Europe/Berlin', 'time')).toBe('03:00:05');
});

test('a zone behind UTC shows the day before', () => {
  expect(formatTime(at, 'America/New_York', 'date')).toBe('28 Mar 2026');
});

test('a reader whose zone is UTC reads moments as every reader does', () => {
  expect(formatTime(at, 'UTC', 'minute')).toBe('29 Mar 2026, 00:59');
});

test('what is no time at all is shown as absent', () => {
  expect(formatTime(Number.NaN, 'utc', 'datetime')).toBe('–');
});

test('distances are whole units, before and after now', () => {
  expect(formatRelative(at, at + 59_000)).toBe('just now');
  expect(formatRelative(at, at + 60_000)).toBe('1 minute ago');
  expect(formatRelative(at, at + 7_199_000)).toBe('1 hour ago');
  expect(formatRelative(at + 172_800_000, at)).toBe('in 2 days');
});
