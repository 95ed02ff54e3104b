import { rmSync, writeFileSync } from 'node:fs';
import { type Sql } from 'sql-template-tag';
import { z } from 'zod';
import {
  beginAgain,
  isDamage,
  isOutOfSpace,
  open,
  openFile,
  type OpenedFile,
  setCache,
  writingCacheMb,
} from './catalog-file';
import { type Sqlite, type Statement } from '../sqlite/open-sqlite';

/**
 * The catalog's file: a cache, but for what was backfilled. One that cannot be read is set aside and begun again, at
 * opening as well as later; one that a later version wrote is left alone.
 */
export interface CatalogDatabase {
  /** All rows. Values in the query are numbers, texts and nulls. */
  all: (query: Query) => Row[];
  /** The first column of each row. */
  column: <Value>(query: Query, schema: z.ZodType<Value>) => Value[];
  get: (query: Query) => Row | undefined;
  /** The first column of the first row; undefined where there is no row. */
  value: <Value>(query: Query, schema: z.ZodType<Value>) => Value | undefined;
  /** @param topic what it changes, for those who remember what they computed */
  run: (query: Query, topic?: Topic) => { changes: number; id: number };
  /** Commits what `act` wrote, or none of it if it throws. */
  transaction: <Value>(act: () => Value) => Value;
  /** Commits as `transaction` does, but what it writes are temporary tables: the catalog's version stays. */
  aside: <Value>(act: () => Value) => Value;
  /** Grows with every write of these topics: what was computed from an older version may be out of date. */
  version: (...topics: [Topic, ...Topic[]]) => number;
  /** Since when the catalog is in memory alone, because its disk is full; undefined while it is in its file. */
  inMemorySince: () => number | undefined;
  /** The version of the catalog in the data folder, where a later Spotdeck wrote it and it is not used. */
  newerVersion: () => number | undefined;
  /** Has enough memory to answer queries over all jobs; before, as little as writing needs. */
  readFromMemory: () => void;
  close: () => void;
}

/** What 100,000 jobs are sorted and summed by. */
const readingCacheMb = 64;

/**
 * `jobs`: which there are and what they are. `progress`: what their logs told, and how long they have run. `prices`: also
 * what they have cost. `sync`: how far the catalog is in step, of which nothing is computed.
 */
export const topics = ['jobs', 'progress', 'prices', 'sync'] as const;
export type Topic = (typeof topics)[number];

type Parameter = number | string | null;
export type Row = Record<string, unknown>;
/** A text alone has no values in it. */
export type Query = Sql | string;

export const textOf = (query: Query): string => (typeof query === 'string' ? query : query.sql);
const valuesOf = (query: Query): Parameter[] =>
  // eslint-disable-next-line @typescript-eslint/no-unsafe-type-assertion -- what is put into queries is numbers, texts and nulls; SQLite refuses all else
  typeof query === 'string' ? [] : (query.values as Parameter[]);
const firstOf = (row: Row): unknown => Object.values(row)[0];

/** @param asked path, whose folder is made if missing, or `:memory:`. */
export const openCatalogDatabase = (asked: string): CatalogDatabase => {
  const versions: Record<Topic, number> = { jobs: 0, progress: 0, prices: 0, sync: 0 };
  /** Whether what is written now makes another version. */
  let counting = true;
  let cacheMb = writingCacheMb;
  let statements = new Map<string, Statement<Parameter[]>>();
  let inTransaction = false;
  let memorySince: number | undefined;
  let triedAt = 0;
  const opened = openUnlessFull(asked, () => {
    memorySince = triedAt = Date.now();
  });
  let { database, file, newerVersion } = opened;

  const readDataVersion = (): unknown => prepared('PRAGMA data_version').all();
  const changeAll = () => {
    for (const topic of topics) versions[topic] += 1;
  };
  let othersVersion: string | undefined;
  /** Another process writes to the same file, such as the demo beside the dashboard. @source sqlite.org/pragma.html */
  const noticeOthers = () => {
    const now = JSON.stringify(readDataVersion());
    if (othersVersion !== undefined && othersVersion !== now) changeAll();
    othersVersion = now;
  };
  const takeOver = (other: Sqlite) => {
    database.close();
    database = other;
    statements = new Map();
    othersVersion = undefined;
    changeAll();
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
      const back = openFile(asked);
      ({ file, newerVersion } = back);
      takeOver(back.database);
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
      database.close();
      takeOver(beginAgain(file, error));
      return act();
    }
  };
  const prepared = (sql: string): Statement<Parameter[]> => {
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
  const all = (query: Query): Row[] => {
    // eslint-disable-next-line @typescript-eslint/no-unsafe-type-assertion -- SQLite's rows are records; what is in them is read by schemas (rows.ts)
    const act = () => prepared(textOf(query)).all(...valuesOf(query)) as Row[];
    return inTransaction ? act() : withRepair(act);
  };
  const get = (query: Query): Row | undefined => {
    // eslint-disable-next-line @typescript-eslint/no-unsafe-type-assertion -- as in `all`
    const act = () => prepared(textOf(query)).get(...valuesOf(query)) as Row | undefined;
    return inTransaction ? act() : withRepair(act);
  };
  return {
    all,
    column: (query, schema) => all(query).map((row) => schema.parse(firstOf(row))),
    get,
    value: (query, schema) => {
      const row = get(query);
      return row === undefined ? undefined : schema.parse(firstOf(row));
    },
    run: (query, topic = 'jobs') => {
      const act = () => {
        const { changes, lastInsertRowid } = prepared(textOf(query)).run(...valuesOf(query));
        if (changes > 0 && counting) versions[topic] += 1;
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
    version: (...of) => {
      if (inTransaction) noticeOthers();
      else withRepair(noticeOthers);
      return of.reduce((sum, topic) => sum + versions[topic], 0);
    },
    inMemorySince: () => memorySince,
    newerVersion: () => newerVersion,
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

const openUnlessFull = (file: string, onFull: () => void): OpenedFile => {
  try {
    return openFile(file);
  } catch (error) {
    if (file === ':memory:' || !isOutOfSpace(error)) throw error;
    console.error(`The disk is full: the catalog ${file} is begun in memory until there is room.`);
    onFull();
    return { database: open(':memory:'), file };
  }
};

const named = z.array(z.object({ name: z.string() }));

/** As much of the file as can be read; a catalog is built again from whatever it holds. */
const copyToMemory = (file: string): Sqlite => {
  const database = open(':memory:');
  try {
    database.prepare('ATTACH ? AS disk').run(file);
    const tables = named.parse(
      database
        .prepare("SELECT name FROM disk.sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
        .all(),
    );
    // What the triggers keep is copied as well.
    const triggers = z
      .array(z.object({ name: z.string(), sql: z.string() }))
      .parse(database.prepare("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").all());
    database.transaction(() => {
      for (const { name } of triggers) database.exec(`DROP TRIGGER ${name}`);
      for (const { name } of tables) {
        // Without the generated ones, which nothing can be written to.
        const columns = named.parse(database.prepare(`SELECT name FROM pragma_table_info('${name}')`).all());
        const list = columns.map((column) => column.name).join(', ');
        database.exec(`INSERT INTO main.${name} (${list}) SELECT ${list} FROM disk.${name}`);
      }
      for (const { sql } of triggers) database.exec(sql);
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
    // Whatever keeps a probe from being written would keep the catalog from it too.
    return false;
  } finally {
    rmSync(probe, { force: true });
  }
};
