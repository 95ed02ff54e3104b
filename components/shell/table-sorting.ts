import { type TableProps } from '@cloudscape-design/components/table';

interface Sort<Key> {
  by: Key;
  descending: boolean;
}

interface SortingRules<Key> {
  /** All that rows can be sorted by, as columns' `sortingField` names it. */
  keys: readonly Key[];
  /** Names are asked for from A, all else from the top: the first press on a column sorts it so. */
  fromA: readonly Key[];
  onSort: (sort: Sort<Key>) => void;
}

/** The part of a table's properties that sorts it: its rows come sorted from the server, by the address. */
export const tableSorting = <Row, Key extends string>(
  columns: readonly TableProps.ColumnDefinition<Row>[],
  sort: Sort<Key> | undefined,
  { keys, fromA, onSort }: SortingRules<Key>,
): Pick<TableProps<Row>, 'sortingColumn' | 'sortingDescending' | 'onSortingChange'> => {
  const column = sort && columns.find(({ sortingField }) => sortingField === sort.by);
  return {
    ...(column && { sortingColumn: column, sortingDescending: sort.descending }),
    onSortingChange: ({ detail }) => {
      const by = keys.find((key) => key === detail.sortingColumn.sortingField);
      if (by !== undefined)
        onSort({ by, descending: by === sort?.by ? !sort.descending : !fromA.includes(by) });
    },
  };
};
