import Database from 'libsql';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { schema, schemaVersion } from './catalog-schema';

type Sqlite = InstanceType<typeof Database>;
type Statement = Database.Statement<Parameter[]>;

/**
 * The catalog's file: a cache. One that cannot be read, or that another version wrote, is deleted and begun
 * again, at opening as well as later.
 */
export interface CatalogDatabase {
  /** All rows. Parameters are numbers, texts and nulls. */
  all: (sql: string, ...parameters: Parameter[]) => Row[];
  get: (sql: string, ...parameters: Parameter[]) => Row | undefined;
  run: (sql: string, ...parameters: Parameter[]) => { changes: number; id: number };
  /** Commits what `act` wrote, or none of it if it throws. */
  transaction: <Value>(act: () => Value) => Value;
  /** Commits as `transaction` does, but what it writes are temporary tables: the catalog's version stays. */
  aside: <Value>(act: () => Value) => Value;
  /** Grows with every write: what was computed from an older version may be out of date. */
  version: () => number;
  /** Since when the catalog is in memory alone, because its disk is full; undefined while it is in its file. */
  inMemorySince: () => number | undefined;
  /** Has enough memory to answer queries over all jobs; before, as little as writing needs. */
  readFromMemory: () => void;
  close: () => void;
}

/** A first synchronisation only writes, and on a small machine memory is dear. */
const writingCacheMb = 4;
/** What 100,000 jobs are sorted and summed by. */
const readingCacheMb = 64;

const setCache = (database: Sqlite, megabytes: number) =>
  database.pragma(`cache_size = -${megabytes * 1000}`);

export type Parameter = number | string | null;
export type Row = Record<string, unknown>;

/** @param file path, whose folder is made if missing, or `:memory:`. */
export const openCatalogDatabase = (file: string): CatalogDatabase => {
  let version = 0;
  /** Whether what is written now makes another version. */
  let counting = true;
  let cacheMb = writingCacheMb;
  let statements = new Map<string, Statement>();
  let inTransaction = false;
  let memorySince: number | undefined;
  let triedAt = 0;
  let database = openUnlessFull(file, () => {
    memorySince = triedAt = Date.now();
  });

  const recreate = () => {
    database.close();
    remove(file);
    database = open(file);
    statements = new Map();
    version += 1;
    cacheMb = writingCacheMb;
  };
  const takeOver = (other: Sqlite) => {
    database.close();
    database = other;
    statements = new Map();
    version += 1;
    cacheMb = writingCacheMb;
  };
  /** Goes on in memory, with all that the file holds, until the disk has room again. */
  const moveToMemory = () => {
    memorySince = triedAt = Date.now();
    console.error(`The disk is full: the catalog ${file} is kept in memory until there is room.`);
    takeOver(copyToMemory(file));
  };
  /** What came meanwhile is read again: the file says up to when it is in step. */
  const moveBack = () => {
    if (memorySince === undefined || inTransaction || Date.now() - triedAt < tryFileAfterMs) return;
    triedAt = Date.now();
    if (!hasRoom(file)) return;
    try {
      takeOver(openOrRecreate(file));
      memorySince = undefined;
      console.error('There is room on the disk again: the catalog is in its file.');
    } catch (error) {
      if (!isOutOfSpace(error)) throw error;
    }
  };
  const withRepair = <Value>(act: () => Value): Value => {
    moveBack();
    try {
      return act();
    } catch (error) {
      if (memorySince === undefined && isOutOfSpace(error)) {
        moveToMemory();
        return act();
      }
      if (!isDamage(error)) throw error;
      console.error(`The catalog ${file} is damaged and is begun again:`, error);
      recreate();
      return act();
    }
  };
  const prepared = (sql: string): Statement => {
    const cached = statements.get(sql);
    if (cached) return cached;
    const statement = database.prepare<Parameter[]>(sql);
    statements.set(sql, statement);
    return statement;
  };
  const transaction = <Value>(act: () => Value): Value => {
    if (inTransaction) return act();
    return withRepair(() => {
      inTransaction = true;
      try {
        return database.transaction(act)();
      } finally {
        inTransaction = false;
      }
    });
  };
  return {
    all: (sql, ...parameters) => {
      const act = () => prepared(sql).all(...parameters) as Row[];
      return inTransaction ? act() : withRepair(act);
    },
    get: (sql, ...parameters) => {
      const act = () => prepared(sql).get(...parameters) as Row | undefined;
      return inTransaction ? act() : withRepair(act);
    },
    run: (sql, ...parameters) => {
      const act = () => {
        const { changes, lastInsertRowid } = prepared(sql).run(...parameters);
        if (changes > 0 && counting) version += 1;
        return { changes, id: Number(lastInsertRowid) };
      };
      return inTransaction ? act() : withRepair(act);
    },
    transaction,
    aside: (act) => {
      const outermost = counting;
      counting = false;
      try {
        return transaction(act);
      } finally {
        counting = outermost;
      }
    },
    version: () => version,
    inMemorySince: () => memorySince,
    readFromMemory: () => {
      if (cacheMb === readingCacheMb) return;
      cacheMb = readingCacheMb;
      setCache(database, cacheMb);
    },
    close: () => database.close(),
  };
};

/** How often a full disk is tried again, ms. */
const tryFileAfterMs = 2_000;
/** There is room for the file once this much can be written. */
const probeBytes = 1024 * 1024;

const openUnlessFull = (file: string, onFull: () => void): Sqlite => {
  try {
    return openOrRecreate(file);
  } catch (error) {
    if (file === ':memory:' || !isOutOfSpace(error)) throw error;
    console.error(`The disk is full: the catalog ${file} is begun in memory until there is room.`);
    onFull();
    return open(':memory:');
  }
};

/** As much of the file as can be read; a catalog is built again from whatever it holds. */
const copyToMemory = (file: string): Sqlite => {
  const database = open(':memory:');
  try {
    database.prepare('ATTACH ? AS disk').run(file);
    const tables = database
      .prepare("SELECT name FROM disk.sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
      .all() as { name: string }[];
    // The triggers would count what is copied with its counts.
    database.transaction(() => {
      for (const { name } of tables) database.exec(`DELETE FROM main.${name}`);
      for (const { name } of tables.filter(({ name }) => name !== 'tag_key')) {
        // Without the generated ones, which nothing can be written to.
        const columns = database.prepare(`SELECT name FROM pragma_table_info('${name}')`).all() as Row[];
        const list = columns.map((column) => column.name).join(', ');
        database.exec(`INSERT INTO main.${name} (${list}) SELECT ${list} FROM disk.${name}`);
      }
    })();
    database.exec('DETACH disk');
    return database;
  } catch (error) {
    console.error('The catalog could not be taken along into memory and is begun again:', error);
    database.close();
    return open(':memory:');
  }
};

const hasRoom = (file: string): boolean => {
  const probe = `${file}.room`;
  try {
    writeFileSync(probe, Buffer.alloc(probeBytes), { mode: 0o600 });
    return true;
  } catch {
    return false;
  } finally {
    rmSync(probe, { force: true });
  }
};

const openOrRecreate = (file: string): Sqlite => {
  try {
    return open(file);
  } catch (error) {
    if (error instanceof OtherVersion) return rebuild(file);
    if (!isDamage(error)) throw error;
    console.error(`The catalog ${file} is damaged and is begun again:`, error);
    remove(file);
    return open(file);
  }
};

/** Begins another version's catalog again, but for what was backfilled: its logs may be gone by now. */
const rebuild = (file: string): Sqlite => {
  const older = `${file}.older`;
  remove(older);
  // With its log of what is not yet in the file itself.
  for (const suffix of ['', '-wal']) {
    if (existsSync(/* turbopackIgnore: true */ `${file}${suffix}`))
      renameSync(`${file}${suffix}`, `${older}${suffix}`);
  }
  remove(file);
  const database = open(file);
  try {
    database.prepare('ATTACH ? AS older').run(older);
    database.exec('INSERT OR IGNORE INTO learnt SELECT * FROM older.learnt');
    database.exec('DETACH older');
  } catch (error) {
    console.warn(`What was backfilled in ${file} is of another version and is backfilled again:`, error);
  }
  remove(older);
  return database;
};

class OtherVersion extends Error {}

const open = (file: string): Sqlite => {
  if (file !== ':memory:') mkdirSync(path.dirname(file), { recursive: true });
  const database = new Database(file);
  // SQLite ends a transaction by itself on a full disk; libsql's ROLLBACK would then hide the reason.
  const exec = database.exec.bind(database);
  database.exec = (sql) => (sql === 'ROLLBACK' && !database.inTransaction ? database : exec(sql));
  try {
    database.pragma('journal_mode = WAL');
    database.pragma('synchronous = NORMAL');
    database.pragma('busy_timeout = 5000');
    database.pragma('temp_store = MEMORY');
    setCache(database, writingCacheMb);
    const { user_version: found } = database.prepare('PRAGMA user_version').get() as { user_version: number };
    if (found === 0) {
      database.transaction(() => {
        database.exec(schema);
        database.exec(`PRAGMA user_version = ${schemaVersion}`);
      })();
    } else if (found !== schemaVersion) {
      throw new OtherVersion(`The catalog is of version ${found}, not ${schemaVersion}.`);
    }
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
};

const remove = (file: string) => {
  for (const suffix of ['', '-wal', '-shm']) rmSync(`${file}${suffix}`, { force: true });
};

const isOutOfSpace = (error: unknown): boolean =>
  error instanceof Error &&
  (('code' in error && /^(ENOSPC|EDQUOT|SQLITE_FULL|SQLITE_IOERR_WRITE)$/.test(String(error.code))) ||
    /^database or disk is full/.test(error.message));

const isDamage = (error: unknown): boolean =>
  error instanceof Error &&
  'code' in error &&
  typeof error.code === 'string' &&
  /^SQLITE_(CORRUPT|NOTADB|IOERR_SHORT_READ|READONLY_DBMOVED)/.test(error.code);
