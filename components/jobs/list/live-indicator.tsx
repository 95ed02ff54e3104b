'use client';

import Spinner from '@cloudscape-design/components/spinner';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { type Freshness } from '@/lib/training/job-list';
import { formatNumber } from '@/lib/training/format';
import { Time } from '../../shell/time';
import { useNow } from '../../shell/use-now';
import { type Connection } from '../../shell/live/connection-state';

/** Longer than the pause between two syncs of a list that somebody looks at. */
const liveMs = 120_000;

/** Says how true the list is to its backend, and what it still waits for. */
export const LiveIndicator = ({
  connection,
  freshness,
  failed,
}: {
  connection: Connection;
  /** Absent while there is no list to speak of. */
  freshness?: Freshness;
  /** The list could not be read at all. */
  failed: boolean;
}) => {
  const asOf = freshness?.asOf;
  const now = useNow(5_000);
  if (failed) return <StatusIndicator type="warning">Waiting for the backend</StatusIndicator>;
  if (connection === 'lost') {
    return (
      <StatusIndicator type="warning">
        Connection lost, reconnecting
        {asOf !== undefined && (
          <>
            ; as of <Time at={asOf} style="relative" />
          </>
        )}
      </StatusIndicator>
    );
  }
  if (freshness?.problem) {
    return (
      <StatusIndicator type="warning">
        {asOf === undefined ? (
          'Never read'
        ) : (
          <>
            As of <Time at={asOf} style="relative" />
          </>
        )}
      </StatusIndicator>
    );
  }
  if (freshness?.throttled)
    return (
      <StatusIndicator type="pending">
        AWS is throttling
        {asOf !== undefined && (
          <>
            ; data of <Time at={asOf} style="relative" />
          </>
        )}
      </StatusIndicator>
    );
  if (freshness?.firstSync) {
    const { stored, total } = freshness.firstSync;
    return (
      <span>
        <Spinner /> Reading older jobs: {formatNumber(stored)}
        {total !== undefined && ` of ${formatNumber(total)}`}
      </span>
    );
  }
  if (connection === 'live' && asOf !== undefined && (now ?? asOf) - asOf > liveMs)
    return (
      <StatusIndicator type="pending">
        As of <Time at={asOf} style="relative" />; asking for news
      </StatusIndicator>
    );
  if (connection === 'live') return <StatusIndicator type="success">Live</StatusIndicator>;
  return <StatusIndicator type="pending">Connecting</StatusIndicator>;
};
