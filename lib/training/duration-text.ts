/** Lengths of time as people type them. */
import { lookUp } from './look-up';

const unitSeconds: Record<string, number> = {
  s: 1,
  sec: 1,
  secs: 1,
  second: 1,
  seconds: 1,
  m: 60,
  min: 60,
  mins: 60,
  minute: 60,
  minutes: 60,
  h: 3600,
  hr: 3600,
  hrs: 3600,
  hour: 3600,
  hours: 3600,
  d: 86_400,
  day: 86_400,
  days: 86_400,
};

const part = /(\d+(?:[.,]\d+)?)\s*([a-z]*)/gy;
/** What a number without a unit counts behind one with it: `1h30` is half past one. */
const nextSmaller: Readonly<Record<number, number>> = { 86_400: 3600, 3600: 60, 60: 1 };

/**
 * `2h`, `90 min`, `1h30`, `1 day 4 h`, `1.5 h`, `5400`: a number alone is seconds.
 * @returns seconds, perhaps with a fraction; undefined for what is no length of time, units in the wrong order included
 */
export const readDuration = (text: string): number | undefined => {
  const wanted = text
    .trim()
    .toLowerCase()
    .replaceAll(/\s+(?:and\s+)?/g, ' ');
  let seconds = 0;
  let at = 0;
  let before: number | undefined;
  while (at < wanted.length) {
    part.lastIndex = at;
    const [whole, digits = '', word = ''] = part.exec(wanted) ?? [];
    if (whole === undefined) return undefined;
    const unit = unitOf(word, before);
    if (unit === undefined || (before !== undefined && unit >= before)) return undefined;
    seconds += Number(digits.replace(',', '.')) * unit;
    before = unit;
    at = part.lastIndex;
    while (wanted[at] === ' ') at += 1;
  }
  return before === undefined || !Number.isFinite(seconds) ? undefined : Math.round(seconds * 1000) / 1000;
};

const unitOf = (word: string, before: number | undefined): number | undefined => {
  if (word !== '') return lookUp(unitSeconds, word);
  return before === undefined ? 1 : nextSmaller[before];
};
