import { describe, expect, it } from 'vitest';
import { isPeriod, readableRange } from './metric-range';

const day = 86_400_000;
const now = Date.UTC(2026, 10, 23, 12, 0, 0);

describe('the range a metric query can see', () => {
  it('begins at the minute, five minutes or hour, the older the coarser', () => {
    const startOf = (age: number, period: number) => readableRange(now - age, now, period, now)?.from;
    expect(startOf(90_500, 60)).toBe(now - 120_000);
    expect(startOf(16 * day + 61_000, 300)).toBe(now - 16 * day - 300_000);
    expect(startOf(64 * day + 61_000, 3600)).toBe(now - 64 * day - 3_600_000);
  });

  it('begins at a multiple of a period below a minute', () => {
    expect(readableRange(now - 15_500, now, 10, now)).toEqual({
      from: now - 20_000,
      to: now,
      period: 10_000,
    });
    expect(readableRange(now - 15_500, now, 1, now)?.from).toBe(now - 16_000);
  });

  it('does not reach further back than 455 days, in whole periods from the start asked for', () => {
    const start = now - 460 * day;
    const range = readableRange(start, now, 3600, now);
    expect(range?.from).toBe(now - 455 * day);
    expect(readableRange(start, now, 7 * 3600, now)!.from).toBeGreaterThan(now - 455 * day);
    expect((readableRange(start, now, 7 * 3600, now)!.from - start) % (7 * 3_600_000)).toBe(0);
    expect(readableRange(start, now - 456 * day, 3600, now)).toBeUndefined();
  });

  it('knows which periods there are', () => {
    expect([1, 5, 10, 20, 30, 60, 300, 86_400].every(isPeriod)).toBe(true);
    expect([0, -60, 2, 15, 45, 61, 90].some(isPeriod)).toBe(false);
  });
});
