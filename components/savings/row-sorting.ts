import { type TableProps } from '@cloudscape-design/components/table';
import { type ReportSort, reportSortKeys } from '@/lib/training/report/savings-report';
import { tableSorting } from '../shell/table-sorting';

/** How the rows of the report's breakdown are sorted. */
export const sorting = <Row>(
  columns: readonly TableProps.ColumnDefinition<Row>[],
  sort: ReportSort | undefined,
  onSort: (sort: ReportSort) => void,
) => tableSorting(columns, sort, { keys: reportSortKeys, fromA: ['name', 'type', 'instance'], onSort });
