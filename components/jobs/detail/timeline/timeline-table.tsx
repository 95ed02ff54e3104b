import Table from '@cloudscape-design/components/table';
import { Time } from '@/components/shell/time';
import { formatDuration } from '@/lib/training/format';
import { type TimelineLayout } from './timeline-layout';

/** The timeline for those who read rather than see. */
export const TimelineTable = ({ segments }: Pick<TimelineLayout, 'segments'>) => (
  <Table
    variant="embedded"
    contentDensity="compact"
    enableKeyboardNavigation
    items={segments}
    trackBy={(segment) => `${segment.kind}${segment.startedAt}`}
    ariaLabels={{ tableLabel: 'Timeline of the job' }}
    columnDefinitions={[
      { id: 'attempt', header: 'Attempt', cell: (segment) => segment.attempt, isRowHeader: false },
      { id: 'phase', header: 'Phase', cell: (segment) => segment.label, isRowHeader: true },
      { id: 'from', header: 'From', cell: (segment) => <Time at={segment.startedAt} style="datetime" /> },
      {
        id: 'to',
        header: 'To',
        cell: (segment) =>
          segment.endedAt === undefined ? 'still running' : <Time at={segment.endedAt} style="datetime" />,
      },
      { id: 'duration', header: 'Duration', cell: (segment) => formatDuration(segment.seconds) },
      { id: 'message', header: 'Message', cell: (segment) => segment.message ?? '–' },
    ]}
  />
);
