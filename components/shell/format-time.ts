/** How a moment is written: in full, without its seconds or its date, or as its distance from now. */
export type TimeStyle = 'datetime' | 'minute' | 'date' | 'time' | 'relative';

const pad = (value: number) => String(value).padStart(2, '0');

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/**
 * Written by hand rather than by Intl, whose spaces and commas differ between Node's and a browser's data and
 * would break hydration.
 * @param at ms since the epoch
 */
export const formatTime = (
  at: number,
  zone: 'utc' | 'local',
  style: Exclude<TimeStyle, 'relative'>,
): string => {
  // A Date shifted by the zone's offset at that moment shows the local clock through its UTC fields.
  const shifted = zone === 'utc' ? at : at - new Date(at).getTimezoneOffset() * 60_000;
  const clock = new Date(shifted);
  if (Number.isNaN(clock.getTime())) return '–';
  const date = `${clock.getUTCDate()} ${months[clock.getUTCMonth()]} ${clock.getUTCFullYear()}`;
  const minute = `${pad(clock.getUTCHours())}:${pad(clock.getUTCMinutes())}`;
  const second = `${minute}:${pad(clock.getUTCSeconds())}`;
  const text = { datetime: `${date}, ${second}`, minute: `${date}, ${minute}`, date, time: second }[style];
  return zone === 'utc' ? `${text} UTC` : text;
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
