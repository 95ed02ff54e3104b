import type { Sqlite } from './database';
import { rowReader, text } from './rows';

const named = rowReader<{ name: string }>({ name: text });

/** The names of a table's columns; none where there is no such table. The name is the program's own. */
export const readColumns = (database: Sqlite, table: string): string[] =>
  named
    .rows(database.prepare(`SELECT name FROM pragma_table_info('${table}')`).all())
    .map(({ name }) => name);

/** Gives a table of an older store a column that newer ones are created with. The names are the program's own. */
export const addColumn = (database: Sqlite, table: string, column: string, type: string): void => {
  if (!readColumns(database, table).includes(column))
    database.exec(`ALTER TABLE ${table} ADD COLUMN ${column} ${type}`);
};
