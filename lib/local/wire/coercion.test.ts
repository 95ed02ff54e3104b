import { describe, expect, it } from 'vitest';
import { toBoolean, toDate, toList, toNumber } from './coercion';

describe('values of either protocol', () => {
  it('give the same time from epoch seconds and from ISO text', () => {
    const ms = Date.UTC(2026, 10, 23, 12, 0, 0, 500);
    expect(toDate(ms / 1000, 'StartTime')).toBe(ms);
    expect(toDate(String(ms / 1000), 'StartTime')).toBe(ms);
    expect(toDate('2026-11-23T12:00:00.500Z', 'StartTime')).toBe(ms);
    expect(toDate('2026-11-23T13:00:00.500+01:00', 'StartTime')).toBe(ms);
  });

  it('take a time without zone as UTC, wherever the machine is', () => {
    expect(toDate('2026-11-23T12:00:00', 'StartTime')).toBe(Date.UTC(2026, 10, 23, 12));
  });

  it('stay absent where they are absent', () => {
    for (const read of [toDate, toNumber, toBoolean, toList]) expect(read(undefined, 'M')).toBeUndefined();
  });

  it.each([
    ['a time', () => toDate('soon', 'M')],
    ['a number', () => toNumber('12px', 'M')],
    ['an infinite number', () => toNumber('Infinity', 'M')],
    ['a fraction for a whole number', () => toNumber(1.5, 'M', { integer: true })],
    ['a boolean', () => toBoolean('yes', 'M')],
    ['a list', () => toList({}, 'M')],
  ])('are refused, with the member named, where they are not %s', (_what, read) => {
    expect(read).toThrow(expect.objectContaining({ code: 'ValidationException' }));
    expect(read).toThrow(/^M must be/);
  });

  it('read the empty list that Query writes as empty text', () => {
    expect(toList('', 'M')).toEqual([]);
  });
});
