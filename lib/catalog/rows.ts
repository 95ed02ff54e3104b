/** What a query selects, as expressions of SQL with how their values are read: declared once, as SQL and as types. */
import sql, { join, raw, type Sql } from 'sql-template-tag';
import { z } from 'zod';
import { type Row } from './catalog-database';

/** An expression of SQL, and how its value is read. */
export interface Reading<Value> {
  sql: Sql;
  schema: z.ZodType<Value>;
}

/** Of each property of a value; one that may be absent is left out where the database has NULL. */
export type Readings<Value> = { [Key in keyof Value]-?: Reading<Value[Key]> };

type Expression = string | Sql;
const expressionOf = (expression: Expression) =>
  typeof expression === 'string' ? raw(expression) : expression;

export const text = (expression: Expression): Reading<string> => ({
  sql: expressionOf(expression),
  schema: z.string(),
});
export const number = (expression: Expression): Reading<number> => ({
  sql: expressionOf(expression),
  schema: z.number(),
});
export const flag = (expression: Expression): Reading<boolean> => ({
  sql: expressionOf(expression),
  schema: z.literal([0, 1]).transform((value) => value === 1),
});
export const oneOf = <Value extends string>(
  expression: Expression,
  values: readonly Value[],
): Reading<Value> => ({ sql: expressionOf(expression), schema: z.literal(values) });
export const perhaps = <Value>({ sql: expression, schema }: Reading<Value>): Reading<Value | undefined> => ({
  sql: expression,
  schema: z.union([schema, z.null().transform(() => undefined)]),
});

export interface RowReader<Value> {
  /** To stand after SELECT. */
  select: Sql;
  /** @throws where the row has what the reading does not allow: the query and its reading differ */
  read: (row: Row) => Value;
}

export const readerOf = <Value extends object>(readings: Readings<Value>): RowReader<Value> => {
  const columns = Object.entries<Reading<unknown>>(readings);
  const schema = z.object(Object.fromEntries(columns.map(([key, reading]) => [key, reading.schema])));
  return {
    select: join(
      columns.map(([key, reading]) => sql`${reading.sql} AS ${raw(`"${key}"`)}`),
      ', ',
    ),
    read: (row) => {
      const members = Object.entries(schema.parse(row)).filter(([, read]) => read !== undefined);
      // eslint-disable-next-line @typescript-eslint/no-unsafe-type-assertion -- each member was read by the reading of its key
      return Object.fromEntries(members) as Value;
    },
  };
};
