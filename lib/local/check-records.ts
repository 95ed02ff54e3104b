/** Looks whether `records.sqlite` is whole and ours, without changing it. */
import {
  closeSync,
  constants as fileConstants,
  copyFileSync,
  existsSync,
  lstatSync,
  mkdtempSync,
  openSync,
  readSync,
  rmSync,
} from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { openSqlite } from '../sqlite/open-sqlite';
import { StartError } from './data-folder';
import { type Sqlite } from './store/database';
import { codeOf, messageOf } from './core/thrown';
import { number, rowReader, text } from './store/rows';

/** Raised with each change that an older version could not read. */
export const recordsVersion = 1;
/** `SPOT`, in the header of the file. Records of earlier versions have 0. */
export const applicationId = 0x53504f54;

export const readPragma = (database: Sqlite, name: string): number =>
  rowReader<Record<string, number>>({ [name]: number }).row(database.prepare(`PRAGMA ${name}`).get())[name] ??
  0;

const checked = rowReader<{ quick_check: string }>({ quick_check: text });

/** @returns why the records cannot be used; undefined for those that can, or are not there. */
export const findDamage = (file: string): string | undefined => {
  const wal = `${file}-wal`;
  for (const one of [file, wal]) {
    if (existsSync(one) ? !isRegular(one) : isLink(one)) return 'they are not a file';
  }
  if (!existsSync(file) || lstatSync(file).size === 0) {
    return existsSync(wal) && lstatSync(wal).size > 0 ? 'the file itself is gone' : undefined;
  }
  if (readHeader(file) !== 'SQLite format 3\0') return 'they are not a database';
  return existsSync(wal) && lstatSync(wal).size > 0 ? checkWithLog(file) : check(file, 'immutable=1');
};

/** Checks a copy: a write-ahead log of another database would be written into the file that is opened with it. */
const checkWithLog = (file: string): string | undefined => {
  const folder = mkdtempSync(`${file}.check-`);
  const copy = path.join(folder, 'records.sqlite');
  try {
    for (const suffix of ['', '-wal'])
      copyFileSync(file + suffix, copy + suffix, fileConstants.COPYFILE_FICLONE);
    return check(copy, 'mode=ro') ?? (isOfOnePiece(file, copy) ? undefined : notOfOnePiece);
  } catch (error) {
    // A disk that is full now has not been full for ever: what could not be looked at is taken as it is.
    if (!['ENOSPC', 'EDQUOT'].includes(codeOf(error))) throw error;
    return undefined;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

const notOfOnePiece = 'their newest entries are of other records';

/** @throws StartError */
export const check = (file: string, mode: string): string | undefined => {
  let database: Sqlite | undefined;
  try {
    database = openSqlite(`${pathToFileURL(file).href}?${mode}`);
    if (![0, applicationId].includes(readPragma(database, 'application_id')))
      return 'they belong to another program';
    if (readPragma(database, 'user_version') > recordsVersion) {
      throw new StartError(
        'The data folder was written by a newer version of Spotdeck. Start that version, or set ' +
          'SPOTDECK_DATA_DIR to another folder.',
      );
    }
    const [found] = checked.rows(database.prepare('PRAGMA quick_check(1)').all());
    return found?.quick_check === 'ok' ? undefined : (found?.quick_check ?? 'they cannot be checked');
  } catch (error) {
    if (error instanceof StartError) throw error;
    if (isDamage(error)) return messageOf(error);
    throw new StartError(
      `The records in the data folder (records.sqlite) cannot be read: ${messageOf(error)}. ` +
        'They were left as they are.',
    );
  } finally {
    database?.close();
  }
};

/** Whether the records with their write-ahead log are still those of the file without it. */
const isOfOnePiece = (file: string, copy: string): boolean => {
  const alone = openSqlite(`${pathToFileURL(file).href}?immutable=1`);
  const whole = openSqlite(`${pathToFileURL(copy).href}?mode=ro`);
  try {
    const before = readPragma(alone, 'application_id');
    if (before !== 0 && before !== readPragma(whole, 'application_id')) return false;
    const identity = readIdentity(alone);
    return identity === undefined || identity === readIdentity(whole);
  } catch (error) {
    // Without its log the file may be half written: then it tells nothing.
    if (isDamage(error)) return true;
    throw error;
  } finally {
    alone.close();
    whole.close();
  }
};

const readIdentity = (database: Sqlite): unknown => {
  const table = "SELECT 1 FROM sqlite_master WHERE name = 'object_generation'";
  if (database.prepare(table).get() === undefined) return undefined;
  const row: unknown = database
    .prepare("SELECT generation ->> 'identity' AS identity FROM object_generation")
    .get();
  return typeof row === 'object' && row !== null && 'identity' in row ? row.identity : undefined;
};

/** Whether a database is broken, rather than busy, not readable or on a full disk. */
export const isDamage = (error: unknown): boolean =>
  /^SQLITE_(CORRUPT|NOTADB|FORMAT|IOERR_SHORT_READ)/.test(codeOf(error));

/** Tables of our names with other columns, say. */
export const isForeign = (error: unknown): boolean => isDamage(error) || codeOf(error) === 'SQLITE_ERROR';

const isLink = (file: string): boolean =>
  lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;

export const isRegular = (file: string): boolean => {
  const status = lstatSync(file);
  return status.isFile() || status.isSymbolicLink();
};

const readHeader = (file: string): string => {
  const handle = openSync(file, 'r');
  try {
    const bytes = Buffer.alloc(16);
    readSync(handle, bytes, 0, 16, 0);
    return bytes.toString('latin1');
  } finally {
    closeSync(handle);
  }
};
