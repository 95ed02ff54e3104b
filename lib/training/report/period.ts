/**
 * The period of a savings report in the reader's zone: where its days, weeks and months begin, daylight-saving days
 * included. A job belongs to the period in which it ended, since its billable seconds are known from then on.
 */
import { DateTime, IANAZone } from 'luxon';
import { type BarUnit, type PeriodChoice } from './period-choice';

export type { BarUnit, PeriodChoice } from './period-choice';

export interface Period {
  /** Ms since the epoch: from `from`, inclusive, to `before`, exclusive. */
  from: number;
  before: number;
  /** IANA name of the zone in which its days begin. */
  zone: string;
}

/** One bar of the chart: a day, a week from Monday on, or a month; the first and last may be cut by the period. */
export interface Bar {
  /** First day, `YYYY-MM-DD` in the zone. */
  day: string;
  /** Ms since the epoch. */
  from: number;
  before: number;
}

/** More bars than this are too thin to read or to click. */
const maxBars = 200;

export const isZone = (zone: string): boolean => zone.length <= 64 && IANAZone.isValidZone(zone);

/**
 * @param now ms since the epoch
 * @param recorded first and last end of any job, ms since the epoch, for `all`; absent where there is none
 */
export const resolvePeriod = (
  choice: PeriodChoice,
  zone: string,
  now: number,
  recorded?: { first: number; last: number },
): Period => {
  const today = at(now, zone).startOf('day');
  const tomorrow = dayAfter(today);
  const between = (from: DateTime, before: DateTime): Period => ({
    from: from.toMillis(),
    before: before.toMillis(),
    zone,
  });
  if ('from' in choice) {
    const [from, to] = [dayIn(choice.from, zone), dayIn(choice.to, zone)];
    return from <= to ? between(from, dayAfter(to)) : between(to, dayAfter(from));
  }
  switch (choice.preset) {
    case '7d':
      return between(today.minus({ days: 6 }).startOf('day'), tomorrow);
    case '30d':
      return between(today.minus({ days: 29 }).startOf('day'), tomorrow);
    case '90d':
      return between(today.minus({ days: 89 }).startOf('day'), tomorrow);
    case 'this-month':
      return between(today.startOf('month'), tomorrow);
    case 'last-month':
      return between(today.startOf('month').minus({ months: 1 }).startOf('month'), today.startOf('month'));
    case 'this-year':
      return between(today.startOf('year'), tomorrow);
    case 'all': {
      const first = recorded ? at(Math.min(recorded.first, now), zone).startOf('day') : today;
      const last = recorded ? at(Math.max(recorded.last, now), zone).startOf('day') : today;
      return between(first, dayAfter(last));
    }
  }
};

/** Days up to a month, weeks up to half a year, months beyond. */
export const unitFor = ({ from, before, zone }: Period): BarUnit => {
  const days = at(before, zone).diff(at(from, zone), 'days').days;
  if (days <= 31.5) return 'day';
  return days <= 190 ? 'week' : 'month';
};

/** The unit asked for, or the next larger one of which there are not too many. */
export const readableUnit = (period: Period, asked?: BarUnit): BarUnit => {
  const days = at(period.before, period.zone).diff(at(period.from, period.zone), 'days').days;
  if (asked === undefined) return unitFor(period);
  if (asked === 'day' && days > maxBars) return readableUnit(period, 'week');
  return asked === 'week' && days / 7 > maxBars ? 'month' : asked;
};

export const barsOf = ({ from, before, zone }: Period, unit: BarUnit): Bar[] => {
  const bars: Bar[] = [];
  let start = at(from, zone);
  while (start.toMillis() < before) {
    const next = start
      .startOf(unit)
      .plus({ [unit]: 1 })
      .startOf(unit);
    bars.push({
      day: start.toISODate() ?? '',
      from: start.toMillis(),
      before: Math.min(next.toMillis(), before),
    });
    start = next;
  }
  return bars;
};

const at = (ms: number, zone: string): DateTime => DateTime.fromMillis(ms, { zone });

/** Not every day begins at midnight: what is a day later is brought to its own beginning. */
const dayAfter = (day: DateTime): DateTime => day.plus({ days: 1 }).startOf('day');

const dayIn = (day: string, zone: string): DateTime => DateTime.fromISO(day, { zone }).startOf('day');
