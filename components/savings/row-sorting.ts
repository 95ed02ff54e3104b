import { type TableProps } from '@cloudscape-design/components/table';
import { type ReportSort, reportSortKeys } from '@/lib/training/report/savings-report';

/** Names are asked for from A, all else from the top. */
const fromA = new Set<string>(['name', 'type', 'instance']);

/** The part of a table's properties that sorts it: its rows come sorted from the server, by the address. */
export const sorting = <Row>(
  columns: readonly TableProps.ColumnDefinition<Row>[],
  sort: ReportSort | undefined,
  onSort: (sort: ReportSort) => void,
): Pick<TableProps<Row>, 'sortingColumn' | 'sortingDescending' | 'onSortingChange'> => {
  const column = sort && columns.find(({ sortingField }) => sortingField === sort.by);
  return {
    ...(column && { sortingColumn: column, sortingDescending: sort.descending }),
    onSortingChange: ({ detail }) => {
      const by = reportSortKeys.find((key) => key === detail.sortingColumn.sortingField);
      if (by !== undefined) onSort({ by, descending: by === sort?.by ? !sort.descending : !fromA.has(by) });
    },
  };
};
