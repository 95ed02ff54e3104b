import Database from 'libsql';
import { number, rowReader } from './rows';

/** An open SQLite database. The rest of lib/local knows only this type, so that the library can be changed here. */
export type Sqlite = InstanceType<typeof Database>;

/**
 * Opens (and creates) the records database. A commit is on disk before it returns: WAL with synchronous=FULL.
 * @param file path, or `:memory:` in a test.
 */
export const openDatabase = (file: string): Sqlite => {
  const database = new Database(file);
  // First, since another process may have the file open at this moment.
  database.pragma('busy_timeout = 5000');
  // Lets deleted logs give their space back in small steps; a file of an earlier version is rewritten once.
  if (readAutoVacuum(database) === 0) database.pragma('auto_vacuum = INCREMENTAL');
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  // SQLite ends a transaction by itself on a full disk; libsql's ROLLBACK would then hide the reason.
  const exec = database.exec.bind(database);
  const prepare = database.prepare.bind(database);
  // libsql ends the whole process where a closed database is asked: what was still under way must fail alone.
  const requireOpen = () => {
    if (!database.open) throw new Error('The records are closed.');
  };
  database.prepare = (sql: string) => {
    requireOpen();
    return prepare(sql);
  };
  // A transaction begun within another is a part of it: both are kept, or neither.
  let joined = 0;
  database.exec = (sql) => {
    requireOpen();
    if (database.inTransaction && /^BEGIN\b/.test(sql)) {
      joined += 1;
      return database;
    }
    if (joined > 0 && (sql === 'COMMIT' || sql === 'ROLLBACK')) {
      joined -= 1;
      return database;
    }
    return sql === 'ROLLBACK' && !database.inTransaction ? database : exec(sql);
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
