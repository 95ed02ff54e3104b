'use client';

import Table, { type TableProps } from '@cloudscape-design/components/table';
import { createContext, memo, type ReactNode, useContext, useMemo, useState } from 'react';
import { jobKeyOf, type JobRow } from '@/lib/training/job-columns';
import { assignSlots, type RowSlots } from './row-slots';

interface JobRowsProps {
  rows: readonly JobRow[];
  /** What tells this page from another one: rows of a page that was turned are rewritten. */
  pageKey: string;
  columns: readonly TableProps.ColumnDefinition<JobRow>[];
  display: readonly TableProps.ColumnDisplayProperties[];
  loading: boolean;
  total: number;
  firstIndex: number;
  sortedBy: string;
  descending: boolean;
  /** Jobs that are ticked, on any page. */
  selected: readonly JobRow[];
  onSelect: (selected: readonly JobRow[]) => void;
  onSort: (sorting: TableProps.SortingState<JobRow>) => void;
  /** Px of all columns, as they stand in `columns`. */
  onWidths: (widths: readonly number[]) => void;
}

export interface TableParts {
  header: ReactNode;
  filter: ReactNode;
  pagination: ReactNode;
  preferences: ReactNode;
  empty: ReactNode;
}

/** What stands around the rows: it changes without them. */
export const TablePartsContext = createContext<TableParts | undefined>(undefined);

const Part = ({ of }: { of: keyof TableParts }) => useContext(TablePartsContext)?.[of];

const parts: TableParts = {
  header: <Part of="header" />,
  filter: <Part of="filter" />,
  pagination: <Part of="pagination" />,
  preferences: <Part of="preferences" />,
  empty: <Part of="empty" />,
};

/** The table itself, drawn again only where its rows are others: each time costs as much as all else on the page. */
export const JobRows = memo(function JobRows({ rows, selected, ...props }: JobRowsProps) {
  const slots = useRowSlots(rows, props.pageKey);
  const trackBy = (job: JobRow) => String(slots.get(jobKeyOf(job)));
  const ticked = useMemo(() => selected.filter((job) => slots.has(jobKeyOf(job))), [selected, slots]);
  return (
    <Table
      {...parts}
      variant="full-page"
      stickyHeader
      items={rows}
      trackBy={trackBy}
      columnDefinitions={props.columns}
      columnDisplay={props.display}
      resizableColumns
      onColumnWidthsChange={({ detail }) => props.onWidths(detail.widths)}
      loading={props.loading}
      loadingText="Reading the jobs"
      skeleton={skeleton}
      totalItemsCount={props.total}
      firstIndex={props.firstIndex}
      renderAriaLive={({ firstIndex, lastIndex, totalItemsCount }) =>
        totalItemsCount ? `Jobs ${firstIndex} to ${lastIndex} of ${totalItemsCount}` : ''
      }
      selectionType="multi"
      selectedItems={ticked}
      onSelectionChange={({ detail }) => {
        props.onSelect([
          ...selected.filter((job) => !slots.has(jobKeyOf(job))),
          ...detail.selectedItems.filter((job) => slots.has(jobKeyOf(job))),
        ]);
      }}
      ariaLabels={ariaLabels}
      sortingColumn={{ sortingField: props.sortedBy }}
      sortingDescending={props.descending}
      onSortingChange={({ detail }) => props.onSort(detail)}
      wrapLines
    />
  );
});

const skeleton = { totalRows: 10 };
const ariaLabels: TableProps.AriaLabels<JobRow> = {
  tableLabel: 'Training jobs',
  selectionGroupLabel: 'Jobs to compare',
  allItemsSelectionLabel: () => 'Tick all jobs of this page',
  itemSelectionLabel: (_, job) => `Tick ${jobKeyOf(job)}`,
  resizerRoleDescription: 'Edge of the column',
};

/** The row of each job. */
const useRowSlots = (rows: readonly JobRow[], pageKey: string): RowSlots => {
  const [state, setState] = useState(() => ({ rows, pageKey, slots: slotsOf(new Map(), rows, false) }));
  if (state.rows === rows && state.pageKey === pageKey) return state.slots;
  const slots = slotsOf(state.slots, rows, state.pageKey !== pageKey);
  setState({ rows, pageKey, slots });
  return slots;
};

const slotsOf = (before: RowSlots, rows: readonly JobRow[], isReused: boolean): RowSlots =>
  assignSlots(before, rows.map(jobKeyOf), isReused);
