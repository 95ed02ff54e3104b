'use client';

import { formatRelative, formatTime, type TimeStyle } from './format-time';
import { usePageMadeAt, useReaderZone } from './reader-clock';
import { useNow } from './use-now';

interface TimeProps {
  /** Ms since the epoch. */
  at: number;
  style?: TimeStyle;
}

/**
 * A moment in the reader's zone, with UTC on hover. On a first visit the server does not know the zone: a script
 * writes what is shown before React takes over (`firstVisitScript`), by the attribute that says how.
 */
export const Time = ({ at, style = 'minute' }: TimeProps) =>
  style === 'relative' ? <RelativeTime at={at} /> : <AbsoluteTime at={at} style={style} />;

const AbsoluteTime = ({ at, style }: { at: number; style: Exclude<TimeStyle, 'relative'> }) => {
  const zone = useReaderZone();
  return (
    <time
      dateTime={isoOf(at)}
      title={formatTime(at, 'utc', 'datetime')}
      className="sd-nowrap"
      data-time-style={style}
      suppressHydrationWarning
    >
      {formatTime(at, zone, style)}
    </time>
  );
};

const RelativeTime = ({ at }: { at: number }) => {
  const now = useNow(10_000, usePageMadeAt());
  return (
    <time dateTime={isoOf(at)} title={formatTime(at, 'utc', 'datetime')} className="sd-nowrap">
      {formatRelative(at, now)}
    </time>
  );
};

const isoOf = (at: number): string | undefined => {
  const date = new Date(at);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
};
