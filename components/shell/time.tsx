'use client';

import { formatRelative, formatTime, type TimeStyle } from './format-time';
import { useHydrated } from './use-hydrated';
import { useNow } from './use-now';

interface TimeProps {
  /** Ms since the epoch. */
  at: number;
  style?: TimeStyle;
}

/**
 * A moment in the reader's zone, with UTC on hover. The server does not know that zone: it writes UTC, and the
 * browser rewrites it once hydrated.
 */
export const Time = ({ at, style = 'minute' }: TimeProps) =>
  style === 'relative' ? <RelativeTime at={at} /> : <AbsoluteTime at={at} style={style} />;

const AbsoluteTime = ({ at, style }: { at: number; style: Exclude<TimeStyle, 'relative'> }) => {
  const hydrated = useHydrated();
  return (
    <time dateTime={isoOf(at)} title={formatTime(at, 'utc', 'datetime')} className="sd-nowrap">
      {formatTime(at, hydrated ? 'local' : 'utc', style)}
    </time>
  );
};

const RelativeTime = ({ at }: { at: number }) => {
  const now = useNow(10_000);
  return (
    <time dateTime={isoOf(at)} title={formatTime(at, 'utc', 'datetime')} className="sd-nowrap">
      {now === undefined ? formatTime(at, 'utc', 'minute') : formatRelative(at, now)}
    </time>
  );
};

const isoOf = (at: number): string | undefined => {
  const date = new Date(at);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
};
