'use client';

import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { formatNumber } from '@/lib/training/format';
import { type Freshness } from '@/lib/training/job-list';
import { Time } from '../shell/time';

/** How true the report is to its backend. */
export const ReportFreshness = ({ freshness, failed }: { freshness?: Freshness; failed: boolean }) => {
  if (freshness === undefined) {
    return failed ? (
      <StatusIndicator type="warning">Waiting for the backend</StatusIndicator>
    ) : (
      <StatusIndicator type="pending">Reading the jobs</StatusIndicator>
    );
  }
  const { asOf, firstSync, throttled, problem } = freshness;
  if (problem !== undefined && asOf === undefined) {
    return <StatusIndicator type="warning">Never read</StatusIndicator>;
  }
  if (firstSync !== undefined) {
    return (
      <StatusIndicator type="in-progress">
        Reading older jobs: {formatNumber(firstSync.stored)}
        {firstSync.total !== undefined && ` of ${formatNumber(firstSync.total)}`}; the sums grow until then
        {throttled && '. AWS is throttling'}
      </StatusIndicator>
    );
  }
  if (throttled) {
    return <StatusIndicator type="pending">AWS is throttling: catching up slowly</StatusIndicator>;
  }
  if (asOf === undefined) return <StatusIndicator type="pending">Reading the jobs</StatusIndicator>;
  return (
    <StatusIndicator type={problem === undefined ? 'success' : 'warning'}>
      As of <Time at={asOf} style="relative" />
    </StatusIndicator>
  );
};
