import { type TableProps } from '@cloudscape-design/components/table';

/** A column of numbers: they stand at its end, under one another by their last digits, and its head above them. */
export const numberColumn = <Item,>(
  column: TableProps.ColumnDefinition<Item>,
): TableProps.ColumnDefinition<Item> => ({
  ...column,
  header: <span className="sd-figure">{column.header}</span>,
  cell: (item) => <div className="sd-figure sd-number">{column.cell(item)}</div>,
});
