/** Opens the catalog's file, whatever state it is in; what another version or no version can read is never erased. */
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { openSqlite, type Sqlite } from '../sqlite/open-sqlite';
import { migrate, NewerCatalog } from './migrate';
import { z } from 'zod';

export interface OpenedFile {
  database: Sqlite;
  /** Where it lies: beside `file`, where a later version wrote that. */
  file: string;
  /** The version of a catalog that was left as it is, since a later Spotdeck wrote it. */
  newerVersion?: number;
}

/** A first synchronisation only writes, and on a small machine memory is dear. */
export const writingCacheMb = 4;

export const setCache = (database: Sqlite, megabytes: number): void => {
  database.pragma(`cache_size = -${megabytes * 1000}`);
};

/** @throws what is neither damage nor a later version's: above all a full disk */
export const openFile = (file: string): OpenedFile => {
  try {
    return { database: openOrBeginAgain(file), file };
  } catch (error) {
    if (!(error instanceof NewerCatalog)) throw error;
    const own = file.replace(/(\.sqlite)?$/, `.v${error.own}$1`);
    console.error(`${error.message} ${file} is left as it is, and ${own} is used until Spotdeck is updated.`);
    return { database: openOrBeginAgain(own), file: own, newerVersion: error.found };
  }
};

/** @throws {NewerCatalog} */
const openOrBeginAgain = (file: string): Sqlite => {
  try {
    return open(file);
  } catch (error) {
    if (!isDamage(error) && !isOfAnotherKind(error)) throw error;
    return beginAgain(file, error);
  }
};

/** Sets a damaged catalog aside, and begins a new one with what was backfilled, as far as it can be read. */
export const beginAgain = (file: string, reason: unknown): Sqlite => {
  const damaged = `${file}.damaged`;
  console.error(`The catalog ${file} is damaged and is begun again; it is kept as ${damaged}:`, reason);
  for (const suffix of ['', '-wal', '-shm']) {
    rmSync(`${damaged}${suffix}`, { force: true });
    if (existsSync(/* turbopackIgnore: true */ `${file}${suffix}`))
      renameSync(`${file}${suffix}`, `${damaged}${suffix}`);
  }
  const database = open(file);
  const saved = saveBackfill(damaged, database);
  if (saved > 0) console.error(`What was backfilled of ${saved} jobs could be taken along.`);
  return database;
};

/** @returns of how many jobs. */
const saveBackfill = (damaged: string, into: Sqlite): number => {
  let saved = 0;
  let from: Sqlite | undefined;
  try {
    from = openSqlite(damaged, { readonly: true });
    const [table] = z
      .array(z.object({ name: z.string() }))
      .parse(from.prepare("SELECT name FROM sqlite_master WHERE name IN ('backfill', 'learnt')").all());
    if (table === undefined) return 0;
    const rows = from.prepare(`SELECT backend, account, name, created_at, document FROM ${table.name}`);
    const insert = into.prepare('INSERT OR IGNORE INTO backfill VALUES (?, ?, ?, ?, ?)');
    for (const row of rows.raw().iterate()) {
      if (!Array.isArray(row) || !isWhole(row[4])) continue;
      insert.run(...row);
      saved += 1;
    }
  } catch (error) {
    console.error(`No more could be read of ${damaged}:`, error);
  } finally {
    from?.close();
  }
  return saved;
};

const isWhole = (document: unknown): boolean => {
  try {
    return typeof JSON.parse(String(document)) === 'object';
  } catch {
    // What a damaged page has put together is no document.
    return false;
  }
};

/** @param file or `:memory:`; @throws {NewerCatalog} */
export const open = (file: string): Sqlite => {
  if (file !== ':memory:') mkdirSync(path.dirname(file), { recursive: true });
  const database = openSqlite(file);
  try {
    // Before anything is written, also to the log beside it.
    database.pragma('busy_timeout = 5000');
    migrate(database);
    database.pragma('journal_mode = WAL');
    database.pragma('synchronous = NORMAL');
    database.pragma('temp_store = MEMORY');
    setCache(database, writingCacheMb);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
};

export const isOutOfSpace = (error: unknown): boolean =>
  error instanceof Error &&
  (('code' in error && /^(ENOSPC|EDQUOT|SQLITE_FULL|SQLITE_IOERR_WRITE)$/.test(String(error.code))) ||
    /^database or disk is full/.test(error.message));

export const isDamage = (error: unknown): boolean =>
  error instanceof Error &&
  'code' in error &&
  typeof error.code === 'string' &&
  /^SQLITE_(CORRUPT|NOTADB|IOERR_SHORT_READ|READONLY_DBMOVED)/.test(error.code);

/** The tables are not those that the file's version says: no migration can go on from there. */
const isOfAnotherKind = (error: unknown): boolean =>
  error instanceof Error &&
  'code' in error &&
  typeof error.code === 'string' &&
  /^SQLITE_(ERROR|CONSTRAINT|MISMATCH)/.test(error.code);
