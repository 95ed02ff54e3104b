import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readDuration } from './duration-text';
import { formatDuration } from './format';

describe('a length of time as people type it', () => {
  it.each([
    ['3600', 3600],
    ['2h', 7200],
    ['2 H', 7200],
    ['90 min', 5400],
    ['90m', 5400],
    ['1h30', 5400],
    ['1h 30', 5400],
    ['1 h 30 min', 5400],
    ['1h30m15s', 5415],
    ['1 hour and 5 minutes', 3900],
    ['1.5h', 5400],
    ['1,5 h', 5400],
    ['2 days', 172_800],
    ['1d 4h', 100_800],
    ['1d4', 100_800],
    ['5m30', 330],
    ['45s', 45],
    ['  600  ', 600],
    ['0', 0],
    ['0.5', 0.5],
  ])('%s', (text, seconds) => expect(readDuration(text)).toBe(seconds));

  it.each([
    '',
    ' ',
    'h',
    'two hours',
    '1:30',
    '-5',
    '30 m 2 h',
    '2h 3h',
    '5 s 7',
    '1 week',
    '1e3',
    'constructor',
    '3 constructor',
    '10 ms',
    '1..5h',
  ])('is not %j', (text) => expect(readDuration(text)).toBeUndefined());

  it('reads what this page itself writes, whole minutes and hours exactly', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 24 * 60 }), (minutes) => {
        expect(readDuration(formatDuration(60 * minutes))).toBe(60 * minutes);
      }),
    );
  });
});
