/**
 * What a statement selects, declared once, as a type and as a check of it. The check is a few comparisons a column, as
 * pages of ten thousand log events are read by it.
 */

type Column<Value> = (value: unknown) => value is Value;

export const number: Column<number> = (value) => typeof value === 'number';
export const text: Column<string> = (value) => typeof value === 'string';
export const orNull =
  <Value>(column: Column<Value>): Column<Value | null> =>
  (value): value is Value | null =>
    value === null || column(value);

export interface RowReader<Row> {
  /** Of the columns that are named; others are left as they are. */
  row: (row: unknown) => Row;
  /** Undefined where the statement found nothing. */
  perhaps: (row: unknown) => Row | undefined;
  rows: (rows: readonly unknown[]) => Row[];
}

export type RowOf<Reader> = Reader extends RowReader<infer Row> ? Row : never;

/** @throws where a row is otherwise than declared: a hand wrote it, or the query and its declaration differ */
export const rowReader = <Row extends object>(columns: {
  readonly [Name in keyof Row]: Column<Row[Name]>;
}): RowReader<Row> => {
  const declared = Object.entries<Column<unknown>>(columns);
  const isRow = (row: unknown): row is Row =>
    typeof row === 'object' &&
    row !== null &&
    declared.every(([name, isValue]) => isValue(Reflect.get(row, name)));
  const read = (row: unknown): Row => {
    if (isRow(row)) return row;
    throw new Error(`A row of the records has not what is read of it: ${Object.keys(columns).join(', ')}.`);
  };
  return {
    row: read,
    perhaps: (row) => (row === undefined ? undefined : read(row)),
    rows: (rows) => rows.map(read),
  };
};
