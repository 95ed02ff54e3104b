/**
 * Numbers as people read them, each with its unit. Written by hand rather than by Intl, whose spaces differ
 * between Node's and a browser's data and would break hydration. What is not a finite number is not known.
 */

/** With a capital letter, as a sentence or a label begins. */
export const capitalized = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** What stands where a value has not been given. */
export const notKnownYet = 'not known yet';

/** `0.4 s`, `45 s`, `3 min 05 s`, `1 h 02 min`, `2 d 03 h`; never negative. */
export const formatDuration = (seconds: number): string => {
  if (!Number.isFinite(seconds)) return notKnownYet;
  if (seconds > 0 && seconds < 0.95) return `${Math.max(0.1, seconds).toFixed(1)} s`;
  const whole = Math.max(0, Math.round(seconds));
  if (whole < MINUTE) return `${whole} s`;
  if (whole < HOUR) return pair(whole, MINUTE, 'min', 1, 's');
  const minutes = Math.round(whole / MINUTE) * MINUTE;
  if (minutes < DAY) return pair(minutes, HOUR, 'h', MINUTE, 'min');
  return pair(Math.round(whole / HOUR) * HOUR, DAY, 'd', HOUR, 'h');
};

const MINUTE = 60;
const HOUR = 3600;
const DAY = 86_400;

const pair = (seconds: number, large: number, largeUnit: string, small: number, smallUnit: string) => {
  const rest = Math.floor((seconds % large) / small);
  return `${Math.floor(seconds / large)} ${largeUnit} ${String(rest).padStart(2, '0')} ${smallUnit}`;
};

/** Sums of hours: `34 s`, `12 min 05 s`, `51.3 h`, `1,204 h`. @param hours */
export const formatHours = (hours: number): string => {
  if (!Number.isFinite(hours)) return notKnownYet;
  if (Math.abs(hours) < 1) return formatDuration(hours * HOUR);
  return `${groupThousands(hours.toFixed(Math.abs(hours) < 1000 ? 1 : 0))} h`;
};

/** `$1,234.50`, `$0.23`, `$0.0042`: cents, and below a dollar at least two digits that count. */
export const formatUsd = (usd: number): string => {
  if (!Number.isFinite(usd)) return notKnownYet;
  const size = Math.abs(usd);
  const sign = usd < 0 ? '−' : '';
  if (size === 0) return '$0.00';
  if (size < 0.000_001) return `${sign}<$0.000001`;
  const digits = size >= 1 ? 2 : Math.max(2, 1 - Math.floor(Math.log10(size)));
  const text = groupThousands(size.toFixed(digits));
  return `${sign}$${digits > 2 ? text.replace(/0+$/, '').padEnd(text.indexOf('.') + 3, '0') : text}`;
};

/** A price an hour, to the hundredth of a cent: `$0.7364/h`, `$3.825/h`, `$20.36/h`. */
export const formatUsdPerHour = (usd: number): string => {
  if (!Number.isFinite(usd)) return notKnownYet;
  const [whole = '0', fraction = ''] = Math.abs(usd).toFixed(4).split('.');
  const digits = fraction.replace(/0+$/, '').padEnd(2, '0');
  return `${usd < 0 ? '−' : ''}$${groupThousands(whole)}.${digits}/h`;
};

/** Decimal units: `512 B`, `1.4 MB`. */
export const formatBytes = (bytes: number): string => {
  if (!Number.isFinite(bytes)) return notKnownYet;
  let value = Math.max(0, bytes);
  let unit = 0;
  while (value >= 999.5 && unit < BYTE_UNITS.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const digits = unit === 0 || value >= 99.95 ? 0 : 1;
  return `${value.toFixed(digits)} ${BYTE_UNITS[unit]}`;
};

const BYTE_UNITS = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'];

/** A share of one as per cent with one decimal, as the Python SDK prints savings: `63.3%`. */
export const formatShare = (share: number): string => {
  if (!Number.isFinite(share)) return notKnownYet;
  const text = Math.abs(share * 100).toFixed(1);
  return `${share < 0 && text !== '0.0' ? '−' : ''}${groupThousands(text)}%`;
};

/** A metric's value: whole numbers in full, others with four digits that count; `0.9834`, `1,234`, `1.2e-5`. */
export const formatNumber = (value: number): string => {
  if (!Number.isFinite(value)) return notKnownYet;
  const size = Math.abs(value);
  const sign = value < 0 ? '−' : '';
  if (size === 0) return '0';
  if (size >= 1e15 || size < 1e-4)
    return `${sign}${size
      .toExponential(3)
      .replace(/\.?0+e/, 'e')
      .replace('e+', 'e')}`;
  if (Number.isInteger(size) || size >= 1000) return sign + groupThousands(String(Math.round(size)));
  const fixed = size.toFixed(Math.max(0, 3 - Math.floor(Math.log10(size))));
  return sign + (fixed.includes('.') ? fixed.replace(/\.?0+$/, '') : fixed);
};

const groupThousands = (digits: string) => {
  const [whole = '', fraction] = digits.split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
};
