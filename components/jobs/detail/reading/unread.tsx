'use client';

import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { Time } from '@/components/shell/time';
import { capitalized } from '@/lib/training/format';
import { type PartReading } from '@/lib/training/part-reading';

interface UnreadProps {
  /** As in `the log`. */
  what: string;
  reading: Exclude<PartReading, { is: 'read' }>;
}

/** Stands where something would be that was not read: that there is none may not be said. */
export const Unread = ({ what, reading }: UnreadProps) =>
  reading.is === 'reading' ? (
    <StatusIndicator type="loading">Reading {what}</StatusIndicator>
  ) : (
    <StatusIndicator type="warning">
      <span className="sd-sentence">
        {capitalized(what)} could not be read: {reading.message}
        {reading.nextTryAt !== undefined && (
          <>
            {' '}
            It is tried again at <Time at={reading.nextTryAt} style="time" />.
          </>
        )}
      </span>
    </StatusIndicator>
  );
