'use client';

import Header from '@cloudscape-design/components/header';
import Table from '@cloudscape-design/components/table';
import { Time } from '@/components/shell/time';
import { formatDuration } from '@/lib/training/format';
import { type Transition } from '@/lib/training/training-job';

interface TransitionsTableProps {
  transitions: readonly Transition[];
  /** Ms since the epoch. */
  now: number;
}

/** Every status SageMaker reported, as it reported it. */
export const TransitionsTable = ({ transitions, now }: TransitionsTableProps) => (
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
        cell: ({ startedAt, endedAt }) => formatDuration(Math.max(0, (endedAt ?? now) - startedAt) / 1000),
      },
      { id: 'message', header: 'Message', cell: ({ message }) => message ?? '–' },
    ]}
  />
);
