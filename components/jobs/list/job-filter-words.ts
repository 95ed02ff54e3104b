/** The words for moments in the filter box. */
import { type ClockZone, dayOf, formatTime } from '../../shell/format-time';

/**
 * A day, or the second where it is not a day's edge in the zone.
 * @param isEnd the moment is kept as the first one after, so that a day's end is the next day's start
 */
export const momentWords = (value: unknown, zone: ClockZone, isEnd: boolean): string => {
  const at = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return formatTime(isEnd ? at - 1 : at, zone, isStartOfDay(at, zone) ? 'date' : 'datetime');
};

/** Where clocks are put forward at midnight, a day starts later. */
const isStartOfDay = (at: number, zone: ClockZone): boolean => dayOf(at, zone) !== dayOf(at - 1, zone);
