import { describe, expect, it } from 'vitest';
import { barsOf, isZone, readableUnit, resolvePeriod } from './period';

const now = Date.UTC(2026, 10, 25, 9, 30);
const utc = (...parts: [number, number, number, number?, number?]) => Date.UTC(...parts);

describe('the period of a report', () => {
  it.each([
    ['7d', utc(2026, 10, 18, 23), utc(2026, 10, 25, 23)],
    ['30d', utc(2026, 9, 26, 23), utc(2026, 10, 25, 23)],
    ['this-month', utc(2026, 9, 31, 23), utc(2026, 10, 25, 23)],
    // Begins in summer time, ends in winter time.
    ['last-month', utc(2026, 8, 30, 22), utc(2026, 9, 31, 23)],
    ['this-year', utc(2025, 11, 31, 23), utc(2026, 10, 25, 23)],
  ] as const)('%s is of whole days by the clock of Berlin', (preset, from, before) => {
    expect(resolvePeriod({ preset }, 'Europe/Berlin', now)).toEqual({ from, before, zone: 'Europe/Berlin' });
  });

  it('of chosen days holds the first and the last of them, in whatever order they are given', () => {
    const period = { from: utc(2026, 10, 1, 5), before: utc(2026, 10, 4, 5), zone: 'America/New_York' };
    expect(resolvePeriod({ from: '2026-11-01', to: '2026-11-03' }, 'America/New_York', now)).toEqual({
      ...period,
      // The first of November is the day on which New York sets its clocks back.
      from: utc(2026, 10, 1, 4),
    });
    expect(resolvePeriod({ from: '2026-11-03', to: '2026-11-01' }, 'America/New_York', now).before).toBe(
      period.before,
    );
  });

  it('of all time holds the first and the last job, and today', () => {
    const recorded = { first: utc(2025, 2, 3, 12), last: utc(2026, 10, 20) };
    expect(resolvePeriod({ preset: 'all' }, 'UTC', now, recorded)).toEqual({
      from: utc(2025, 2, 3),
      before: utc(2026, 10, 26),
      zone: 'UTC',
    });
    expect(resolvePeriod({ preset: 'all' }, 'UTC', now)).toEqual({
      from: utc(2026, 10, 25),
      before: utc(2026, 10, 26),
      zone: 'UTC',
    });
  });
});

describe('the bars of a report', () => {
  it('give a day of daylight saving its 23 or 25 hours', () => {
    const hoursOf = (from: string, to: string, zone: string) =>
      barsOf(resolvePeriod({ from, to }, zone, now), 'day').map((bar) => (bar.before - bar.from) / 3_600_000);
    expect(hoursOf('2026-03-28', '2026-03-30', 'Europe/Berlin')).toEqual([24, 23, 24]);
    expect(hoursOf('2026-10-24', '2026-10-26', 'Europe/Berlin')).toEqual([24, 25, 24]);
    // Lord Howe Island shifts by half an hour.
    expect(hoursOf('2026-04-04', '2026-04-06', 'Australia/Lord_Howe')).toEqual([24, 24.5, 24]);
  });

  it('begin with midnight’s successor where a zone has no midnight', () => {
    // Clocks in Cairo went from 24:00 to 01:00 of 24 April 2026.
    const [day] = barsOf(resolvePeriod({ from: '2026-04-24', to: '2026-04-24' }, 'Africa/Cairo', now), 'day');
    expect(day).toMatchObject({ day: '2026-04-24' });
    expect((day!.before - day!.from) / 3_600_000).toBe(23);
  });

  it('follow each other without a gap or an overlap, and are the period together', () => {
    for (const unit of ['day', 'week', 'month'] as const) {
      const period = resolvePeriod({ from: '2026-01-15', to: '2026-11-10' }, 'America/Sao_Paulo', now);
      const bars = barsOf(period, unit);
      expect(bars[0]!.from).toBe(period.from);
      expect(bars.at(-1)!.before).toBe(period.before);
      bars.slice(1).forEach((bar, index) => expect(bar.from).toBe(bars[index]!.before));
    }
  });

  it('are weeks from Monday on and calendar months, the first and the last cut by the period', () => {
    const period = resolvePeriod({ from: '2026-11-04', to: '2026-11-17' }, 'UTC', now);
    expect(barsOf(period, 'week').map(({ day }) => day)).toEqual(['2026-11-04', '2026-11-09', '2026-11-16']);
    expect(barsOf(period, 'month')).toHaveLength(1);
  });

  it('are never more than can be read', () => {
    const years = resolvePeriod({ from: '1990-01-01', to: '2026-11-25' }, 'UTC', now);
    expect(readableUnit(years, 'day')).toBe('month');
    const year = resolvePeriod({ preset: 'this-year' }, 'UTC', now);
    expect(readableUnit(year, 'day')).toBe('week');
    expect(readableUnit(resolvePeriod({ preset: '30d' }, 'UTC', now))).toBe('day');
    expect(readableUnit(resolvePeriod({ preset: '90d' }, 'UTC', now))).toBe('week');
  });
});

describe('time zones', () => {
  it('are known by their IANA names alone', () => {
    expect(isZone('Europe/Berlin')).toBe(true);
    for (const text of ['', 'Mars/Olympus', '../../etc/passwd', 'x'.repeat(1000)])
      expect(isZone(text)).toBe(false);
  });
});
