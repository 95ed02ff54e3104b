/** How a moment is written: in full, without its seconds or its date, or as its distance from now. */
export type TimeStyle = 'datetime' | 'minute' | 'date' | 'time' | 'relative';

/** An IANA time zone, or `utc`, which is what a moment is written in, and says so, while the reader's is not known. */
export type ClockZone = string;

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/**
 * Put together by hand from Intl's numbers rather than by Intl, whose spaces and commas differ between Node's and a
 * browser's data and would break hydration.
 * @param at ms since the epoch
 */
export const formatTime = (at: number, zone: ClockZone, style: Exclude<TimeStyle, 'relative'>): string => {
  const clock = clockOf(at, zone);
  if (!clock) return '–';
  const date = `${clock.day} ${months[clock.month - 1]} ${clock.year}`;
  const minute = `${clock.hour}:${clock.minute}`;
  const second = `${minute}:${clock.second}`;
  const text = { datetime: `${date}, ${second}`, minute: `${date}, ${minute}`, date, time: second }[style];
  return zone === 'utc' ? `${text} UTC` : text;
};

/** `2026-03-29` on the zone's clock; what is no moment has none. */
export const dayOf = (at: number, zone: ClockZone): string | undefined => {
  const clock = clockOf(at, zone);
  return clock && [clock.year, clock.month, clock.day].join('-');
};

const clocks = new Map<ClockZone, Intl.DateTimeFormat>();

const clockIn = (zone: ClockZone): Intl.DateTimeFormat => {
  const cached = clocks.get(zone);
  if (cached) return cached;
  const twoDigits = '2-digit' as const;
  const clock = new Intl.DateTimeFormat('en-US', {
    timeZone: zone === 'utc' ? 'UTC' : zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: twoDigits,
    minute: twoDigits,
    second: twoDigits,
  });
  clocks.set(zone, clock);
  return clock;
};

const clockOf = (at: number, zone: ClockZone) => {
  if (Number.isNaN(new Date(at).getTime())) return undefined;
  const parts = new Map(
    clockIn(zone)
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  );
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? '';
  return {
    year: part('year'),
    month: Number(part('month')),
    day: part('day'),
    hour: part('hour').padStart(2, '0'),
    minute: part('minute').padStart(2, '0'),
    second: part('second').padStart(2, '0'),
  };
};

const units: [seconds: number, name: string][] = [
  [86_400, 'day'],
  [3_600, 'hour'],
  [60, 'minute'],
];

/** `3 minutes ago`, `in 2 hours`; less than a minute is `just now`. Both in ms since the epoch. */
export const formatRelative = (at: number, now: number): string => {
  const seconds = Math.abs(now - at) / 1000;
  for (const [size, name] of units) {
    if (seconds < size) continue;
    const count = Math.floor(seconds / size);
    const amount = `${count} ${name}${count === 1 ? '' : 's'}`;
    return at > now ? `in ${amount}` : `${amount} ago`;
  }
  return 'just now';
};
