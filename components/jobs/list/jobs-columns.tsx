'use client';

import { type TableProps } from '@cloudscape-design/components/table';
import { allSlug } from '@/lib/training/backend-slug';
import { formatNumber } from '@/lib/training/format';
import { isSortKey, jobColumns, type JobRow, type JobSortKey, jobSortKeys } from '@/lib/training/job-columns';
import { lookUp } from '@/lib/training/look-up';
import { columnLabel, parseColumn } from '@/lib/training/value-columns';
import { jobCells, Unknown } from './job-cells';
import { type TablePreferences } from './table-preferences';

type Column = TableProps.ColumnDefinition<JobRow> & { id: string; header: string; minWidth: number };

/**
 * The columns of the job list; the id of each that every job has is also what it sorts by.
 * @param added columns that the reader added, as value-columns.ts writes them
 * @param simulated amounts are those of a simulation; `partly`: of some of the backends
 */
export const jobColumnsOf = (
  backend: string,
  added: readonly string[],
  simulated: boolean | 'partly',
): Column[] => [
  ...keysOf(backend).map((key) => ({
    id: key,
    header: `${jobColumns[key].label}${jobColumns[key].money ? moneyNote(simulated) : ''}`,
    minWidth: jobColumns[key].minWidth,
    isRowHeader: key === 'name',
    sortingField: key,
    cell: cellOf(key, backend),
  })),
  ...added.flatMap((text): Column[] => {
    const column = parseColumn(text);
    return column === undefined || typeof column === 'string'
      ? []
      : [{ id: text, header: columnLabel(column), minWidth: 110, cell: valueCellOf(text) }];
  }),
];

const keysOf = (backend: string) =>
  jobSortKeys.filter((key) => backend === allSlug || !jobColumns[key].ofSeveral);

const moneyNote = (simulated: boolean | 'partly') =>
  simulated === 'partly' ? ', partly simulated' : simulated ? ', simulated' : '';

/** Always shown where it is there: a name alone would not say which job is meant. */
export const isAlwaysShown = (id: string): boolean =>
  id === 'name' || (isSortKey(id) && jobColumns[id].ofSeveral === true);

const cellOf = (key: JobSortKey, backend: string): Column['cell'] => {
  const { text, absent } = jobColumns[key];
  const drawn = lookUp(jobCells, key);
  const Cell = (job: JobRow) =>
    drawn ? drawn(job, backend) : (text?.(job) ?? <Unknown title={absent ?? 'Not known'} />);
  return Cell;
};

const valueCellOf = (text: string): Column['cell'] => {
  const Cell = ({ values = {} }: JobRow) => {
    const value = lookUp(values, text);
    if (value === undefined) return <Unknown title="The job has none, or its log was not read yet" />;
    return typeof value === 'number' ? <span className="sd-number">{formatNumber(value)}</span> : value;
  };
  return Cell;
};

/** The columns that the reader added, shown or not. */
export const addedColumns = (
  shown: readonly string[],
  { columns = [] }: Pick<TablePreferences, 'columns'>,
): string[] => [...new Set([...shown, ...columns.map(({ id }) => id)])].filter((id) => !isSortKey(id));

/**
 * The columns as the table and its preferences take them, in their order.
 * @param shown what the address says, which counts before what the reader chose
 */
export const displayOf = (
  columns: readonly { id: string }[],
  { columns: chosen = [] }: Pick<TablePreferences, 'columns'>,
  shown: readonly string[] = [],
): { id: string; visible: boolean }[] => {
  const always = columns.map(({ id }) => id).filter(isAlwaysShown);
  const wanted =
    shown.length === 0
      ? chosen.map(({ id, visible }) => ({ id, visible: visible || isAlwaysShown(id) }))
      : [...new Set([...always, ...shown])]
          .sort((a, b) => shown.indexOf(a) - shown.indexOf(b))
          .map((id) => ({ id, visible: true }));
  const existing = wanted.filter(({ id }) => columns.some((column) => column.id === id));
  const missing = columns.filter(({ id }) => !existing.some((column) => column.id === id));
  return [
    ...existing,
    ...missing.map(({ id }) => ({
      id,
      visible: shown.length === 0 && isSortKey(id) && !jobColumns[id].hidden,
    })),
  ];
};
