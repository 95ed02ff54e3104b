'use client';

import { type TableProps } from '@cloudscape-design/components/table';
import { fleetLabel } from '@/lib/training/fleet';
import { formatDuration, formatShare } from '@/lib/training/format';
import { type JobRow, type JobSortKey } from '@/lib/training/job-list';
import { hasFailed } from '@/lib/training/money/job-money';
import { atMostText } from '@/lib/training/money/money-text';
import { isTerminal } from '@/lib/training/status';
import { AppLink } from '../../shell/app-link';
import { usePageMadeAt } from '../../shell/reader-clock';
import { Time } from '../../shell/time';
import { useNow } from '../../shell/use-now';
import { JobStatus } from '../job-status';
import { EpochProgress } from './epoch-progress';
import styles from './jobs-list.module.css';

type Column = TableProps.ColumnDefinition<JobRow> & { id: JobSortKey; header: string };

/** The columns of the job list; each id is also what it sorts by. */
export const jobColumns = (backend: string): Column[] =>
  [
    {
      id: 'name' as const,
      header: 'Name',
      isRowHeader: true,
      minWidth: 150,
      cell: ({ name }: JobRow) => (
        <AppLink href={`/${backend}/jobs/${encodeURIComponent(name)}`}>{name}</AppLink>
      ),
    },
    {
      id: 'status' as const,
      header: 'Status',
      minWidth: 146,
      cell: (job: JobRow) => (
        <span className={styles.whole}>
          <JobStatus job={job} />
        </span>
      ),
    },
    {
      id: 'spot' as const,
      header: 'Type',
      minWidth: 98,
      cell: ({ spot }: JobRow) => (spot ? 'Spot' : 'On demand'),
    },
    {
      id: 'interruptions' as const,
      header: 'Interruptions',
      minWidth: 120,
      cell: ({ spot, interruptions }: JobRow) =>
        spot ? interruptions : <Unknown title="On demand is never interrupted" />,
    },
    {
      id: 'progress' as const,
      header: 'Epochs',
      minWidth: 104,
      cell: (job: JobRow) => <EpochProgress job={job} />,
    },
    {
      id: 'duration' as const,
      header: 'Duration',
      minWidth: 100,
      cell: (job: JobRow) => <Duration job={job} />,
    },
    {
      id: 'savings' as const,
      header: 'Savings',
      minWidth: 92,
      cell: (job: JobRow) => <SavingsShare job={job} />,
    },
    {
      id: 'instance' as const,
      header: 'Instance',
      minWidth: 120,
      cell: ({ instanceType, instanceCount }: JobRow) => {
        if (instanceType === undefined) return <Unknown title="Not given by SageMaker" />;
        return fleetLabel(instanceType, instanceCount);
      },
    },
    {
      id: 'created' as const,
      header: 'Created',
      minWidth: 130,
      cell: ({ createdAt }: JobRow) => (
        <span className={styles.created}>
          <Time at={createdAt} />
        </span>
      ),
    },
  ].map((column) => ({ ...column, sortingField: column.id }));

const Unknown = ({ title }: { title: string }) => <span title={title}>–</span>;

const Duration = ({ job }: { job: JobRow }) => {
  const now = useNow(1_000, usePageMadeAt());
  if (job.endedAt !== undefined) return seconds(job.endedAt - job.createdAt);
  if (isTerminal(job.status)) return <Unknown title="Not known" />;
  return seconds(now - job.createdAt);
};

const seconds = (ms: number) => <span className="sd-number">{formatDuration(Math.max(0, ms) / 1000)}</span>;

const SavingsShare = ({ job }: { job: JobRow }) => {
  if (!job.spot) return <Unknown title="On demand: nothing to save" />;
  if (job.savedShare === undefined) {
    return <Unknown title={hasFailed(job) ? 'A failed job has saved nothing' : 'Not known yet'} />;
  }
  const useful = atMostText(`${job.usefulSeconds} s`, job.atMost);
  return (
    <span
      className="sd-number"
      title={`${job.billableSeconds} s billed; on demand it would have taken ${useful}`}
    >
      {atMostText(formatShare(job.savedShare), job.atMost)}
    </span>
  );
};
