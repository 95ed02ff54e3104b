/**
 * Opens SQLite by libsql, which is asked nowhere else, and mends what it does otherwise than SQLite: a closed database
 * that is asked whether a transaction is open ends the whole process, and `get` of a statement that `all`, `iterate` or
 * `run` came before gives the row that those were asked for.
 */
import Database from 'libsql';

export type Sqlite = InstanceType<typeof Database>;
export type Statement<Values extends unknown[] = unknown[]> = Database.Statement<Values>;

/** @param file path, `file:` URL or `:memory:` */
export const openSqlite = (file: string, options: { readonly?: boolean } = {}): Sqlite => {
  const database = new Database(file, options);
  const exec = database.exec.bind(database);
  const prepare = database.prepare.bind(database);
  const requireOpen = () => {
    if (!database.open) throw new Error('The database is closed.');
  };
  return Object.assign(database, {
    prepare: (sql: string) => {
      requireOpen();
      return mended(prepare<unknown[]>(sql), () => prepare<unknown[]>(sql), requireOpen);
    },
    exec: (sql: string) => {
      // SQLite ends a transaction by itself on a full disk and at its close; libsql's ROLLBACK would hide the reason.
      if (sql === 'ROLLBACK' && !isInTransaction(database)) return database;
      requireOpen();
      return exec(sql);
    },
  });
};

/** Of one that is closed libsql's own `inTransaction` must not be asked. */
export const isInTransaction = (database: Sqlite): boolean => database.open && database.inTransaction;

/** @param again prepares the same once more: `get` has a statement of its own where the others were used before it */
const mended = (statement: Statement, again: () => Statement, requireOpen: () => void): Statement => {
  let wasRun = false;
  let isRaw = false;
  let forGet: Statement | undefined;
  const get = statement.get.bind(statement);
  const raw = statement.raw.bind(statement);
  for (const method of ['all', 'iterate', 'run'] as const) {
    const act: (...values: unknown[]) => unknown = statement[method].bind(statement);
    Object.assign(statement, {
      [method]: (...values: unknown[]) => {
        requireOpen();
        wasRun = true;
        return act(...values);
      },
    });
  }
  statement.get = (...values) => {
    requireOpen();
    if (!wasRun) return get(...values);
    forGet ??= again().raw(isRaw);
    return forGet.get(...values);
  };
  statement.raw = (toggle = true) => {
    isRaw = toggle;
    raw(toggle);
    forGet?.raw(toggle);
    return statement;
  };
  return statement;
};
