import Database from 'libsql';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
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
  let database = openOrRecreate(file);

  const recreate = () => {
    database.close();
    remove(file);
    database = open(file);
    statements = new Map();
    version += 1;
    cacheMb = writingCacheMb;
  };
  const withRepair = <Value>(act: () => Value): Value => {
    try {
      return act();
    } catch (error) {
      if (!isDamage(error)) throw error;
      console.error(`The catalog ${file} is damaged and is begun again:`, error);
      recreate();
      return act();
    }
  };
  const prepared = (sql: string): Statement => {
    const known = statements.get(sql);
    if (known) return known;
    const statement = database.prepare<Parameter[]>(sql);
    statements.set(sql, statement);
    return statement;
  };
  let inTransaction = false;
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
    readFromMemory: () => {
      if (cacheMb === readingCacheMb) return;
      cacheMb = readingCacheMb;
      setCache(database, cacheMb);
    },
    close: () => database.close(),
  };
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

/** Begins another version's catalog again, but for what was learnt: its logs may be gone by now. */
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
    console.warn(`What was learnt in ${file} is of another version and is learnt again:`, error);
  }
  remove(older);
  return database;
};

class OtherVersion extends Error {}

const open = (file: string): Sqlite => {
  if (file !== ':memory:') mkdirSync(path.dirname(file), { recursive: true });
  const database = new Database(file);
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

const isDamage = (error: unknown): boolean =>
  error instanceof Error &&
  'code' in error &&
  typeof error.code === 'string' &&
  /^SQLITE_(CORRUPT|NOTADB|IOERR_SHORT_READ|READONLY_DBMOVED)/.test(error.code);
