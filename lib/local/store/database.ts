import { isInTransaction, openSqlite, type Sqlite } from '../../sqlite/open-sqlite';
import { number, rowReader } from './rows';

export type { Sqlite };

/**
 * Opens (and creates) the records database. A commit is on disk before it returns: WAL with synchronous=FULL.
 * @param file path, or `:memory:` in a test.
 */
export const openDatabase = (file: string): Sqlite => {
  const database = openSqlite(file);
  // First, since another process may have the file open at this moment.
  database.pragma('busy_timeout = 5000');
  // Lets deleted logs give their space back in small steps; a file of an earlier version is rewritten once.
  if (readAutoVacuum(database) === 0) database.pragma('auto_vacuum = INCREMENTAL');
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  const exec = database.exec.bind(database);
  // A transaction begun within another is a part of it: both are kept, or neither.
  let joined = 0;
  database.exec = (sql) => {
    if (isInTransaction(database) && /^BEGIN\b/.test(sql)) {
      joined += 1;
      return database;
    }
    if (joined > 0 && (sql === 'COMMIT' || sql === 'ROLLBACK')) {
      joined -= 1;
      return database;
    }
    return exec(sql);
  };
  if (readAutoVacuum(database) === 0) rewrite(database);
  return database;
};

/** Closes it with an empty write-ahead log, so that the file alone is all there is. */
export const closeDatabase = (database: Sqlite): void => {
  try {
    database.pragma('wal_checkpoint(TRUNCATE)');
  } catch (error) {
    console.error(`the write-ahead log stays until the next start: ${String(error)}`);
  }
  database.close();
};

const vacuum = rowReader<{ auto_vacuum: number }>({ auto_vacuum: number });

const readAutoVacuum = (database: Sqlite): number =>
  vacuum.row(database.prepare('PRAGMA auto_vacuum').get()).auto_vacuum;

const rewrite = (database: Sqlite): void => {
  try {
    database.exec('VACUUM');
  } catch (error) {
    // It needs as much free space again. Everything works without, but the file does not shrink.
    console.error(
      'the records could not be rewritten; space that is freed is used again, but not given back:',
      error,
    );
  }
};
