import { describe, expect, it } from 'vitest';
import { metricWindows } from './metric-window';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const now = 1_790_000_000_000;
const periods = (age: number, length: number) =>
  metricWindows(now - age, now - age + length, now).map(({ periodSeconds }) => periodSeconds);

describe('metricWindows', () => {
  it('tries seconds first for a short job of today, then the minute every metric answers to', () => {
    expect(periods(5 * minute, 5 * minute)).toEqual([1, 60]);
    expect(periods(2 * hour, 2 * hour)).toEqual([5, 60]);
  });

  it.each([
    [4 * hour, 60],
    [14 * day, 60],
    [15 * day, 300],
    [62 * day, 300],
    [63 * day, 3600],
    [400 * day, 3600],
  ])('asks for data of %d ms ago no finer than CloudWatch still has it', (age, period) => {
    expect(periods(age, 10 * minute)).toEqual([period]);
  });

  it('asks for a long job in steps that are whole multiples of what is kept', () => {
    const [period] = periods(10 * day, 10 * day);
    expect(period).toBe(600);
    expect((10 * day) / 1000 / 600).toBeLessThanOrEqual(1_500);
  });

  it('covers the job whole, with ends on the period', () => {
    const startAt = now - 5 * hour + 123;
    const [window] = metricWindows(startAt, now - 4 * hour, now);
    expect(window?.startAt).toBeLessThanOrEqual(startAt);
    expect(window?.endAt).toBeGreaterThan(now - 4 * hour);
    expect([window?.startAt, window?.endAt].map((at) => (at ?? 1) % 60_000)).toEqual([0, 0]);
  });
});
