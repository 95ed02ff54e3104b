import { z } from 'zod';
import type { Sqlite } from './database';

/** Gives a table of an older store a column that newer ones are created with. The names are the program's own. */
export const addColumn = (database: Sqlite, table: string, column: string, type: string): void => {
  const rows = database.prepare(`SELECT name FROM pragma_table_info('${table}')`).all();
  const names = rows.map((row) => z.object({ name: z.string() }).parse(row).name);
  if (!names.includes(column)) database.exec(`ALTER TABLE ${table} ADD COLUMN ${column} ${type}`);
};
