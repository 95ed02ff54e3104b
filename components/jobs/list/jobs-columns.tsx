'use client';

import { type TableProps } from '@cloudscape-design/components/table';
import { jobColumns, type JobRow, type JobSortKey, jobSortKeys } from '@/lib/training/job-columns';
import { lookUp } from '@/lib/training/look-up';
import { jobCells, Unknown } from './job-cells';

type Column = TableProps.ColumnDefinition<JobRow> & { id: JobSortKey; header: string };

/** The columns of the job list; each id is also what it sorts by. */
export const jobColumnsOf = (backend: string): Column[] =>
  jobSortKeys.map((key) => ({
    id: key,
    header: jobColumns[key].label,
    minWidth: jobColumns[key].minWidth,
    isRowHeader: key === 'name',
    sortingField: key,
    cell: cellOf(key, backend),
  }));

const cellOf = (key: JobSortKey, backend: string): Column['cell'] => {
  const { text, absent } = jobColumns[key];
  const drawn = lookUp(jobCells, key);
  const Cell = (job: JobRow) =>
    drawn ? drawn(job, backend) : (text?.(job) ?? <Unknown title={absent ?? 'Not known'} />);
  return Cell;
};
