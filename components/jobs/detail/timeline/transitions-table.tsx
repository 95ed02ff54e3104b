'use client';

import Header from '@cloudscape-design/components/header';
import Table from '@cloudscape-design/components/table';
import { Time } from '@/components/shell/time';
import { formatDuration } from '@/lib/training/format';
import { type Transition } from '@/lib/training/training-job';

interface TransitionsTableProps {
  transitions: readonly Transition[];
  /** Up to when a status lasted that nothing has followed: now, or the job's end; ms since the epoch. */
  until: number;
}

/** Every status SageMaker reported, as it reported it. */
export const TransitionsTable = ({ transitions, until }: TransitionsTableProps) => {
  const starts = transitions.map(({ startedAt }) => startedAt);
  const lastedMs = ({ startedAt, endedAt }: Transition): number => {
    const next = Math.min(...starts.filter((start) => start > startedAt), until);
    return Math.max(0, (endedAt ?? next) - startedAt);
  };
  return (
    <Table
      variant="embedded"
      wrapLines
      enableKeyboardNavigation
      items={transitions}
      ariaLabels={{ tableLabel: 'Status history' }}
      header={
        <Header
          variant="h3"
          counter={`(${transitions.length})`}
          description="As SageMaker reported it, oldest first"
        >
          Status history
        </Header>
      }
      columnDefinitions={[
        { id: 'status', header: 'Status', cell: ({ status }) => status, isRowHeader: true },
        { id: 'from', header: 'From', cell: ({ startedAt }) => <Time at={startedAt} style="datetime" /> },
        {
          id: 'to',
          header: 'To',
          cell: ({ endedAt }) => (endedAt === undefined ? '–' : <Time at={endedAt} style="datetime" />),
        },
        {
          id: 'duration',
          header: 'Duration',
          cell: (transition) => formatDuration(lastedMs(transition) / 1000),
        },
        { id: 'message', header: 'Message', cell: ({ message }) => message ?? '–' },
      ]}
    />
  );
};
