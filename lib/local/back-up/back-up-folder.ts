import {
  constants,
  copyFileSync,
  cpSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { openSqlite } from '../../sqlite/open-sqlite';
import { StartError } from '../data-folder';
import { raiseGeneration } from '../store/object-generation';
import { codeOf, messageOf } from '../core/thrown';
import { number, rowReader, text } from '../store/rows';

/** Names a folder as a whole back-up: it is written last. */
export const manifestName = 'spotdeck-backup.json';

const maxRounds = 20;

/**
 * Copies everything that Spotdeck keeps, while it runs or not. Records are copied as of one moment, and every
 * object's file that they name with them; programs that run at that moment are not part of it: their jobs resume.
 * @param target made; it must not exist, or be empty.
 * @returns a sentence for the reader
 * @throws StartError
 */
export const backUp = (dataDir: string, target: string): string => {
  const local = path.join(dataDir, 'local');
  if (!existsSync(path.join(local, 'records.sqlite'))) {
    throw new StartError(`There is nothing to back up: ${dataDir} is no data folder of Spotdeck.`);
  }
  if (existsSync(target) && readdirSync(target).length > 0) {
    throw new StartError(`${target} is not empty. A back-up needs a folder of its own.`);
  }
  if (isBelow(path.resolve(target), path.resolve(dataDir))) {
    throw new StartError('A back-up must not lie in the data folder itself.');
  }
  const partial = `${path.resolve(target)}.partial`;
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(path.join(partial, 'local'), { recursive: true });
  const objects = copyRecordsAndObjects(local, path.join(partial, 'local'));
  if (existsSync(path.join(local, 'endpoints'))) {
    cpSync(path.join(local, 'endpoints'), path.join(partial, 'local/endpoints'), {
      recursive: true,
      verbatimSymlinks: true,
      filter: (source) => !/\.partial(\/|$)/.test(source) && isCopied(source),
    });
  }
  copyDashboard(dataDir, partial);
  writeFileSync(
    path.join(partial, manifestName),
    `${JSON.stringify({ version: 1, made: new Date().toISOString(), objects })}\n`,
  );
  if (existsSync(target)) rmSync(target, { recursive: true });
  renameSync(partial, target);
  return `Backed up to ${target}: records, ${objects} objects, endpoints and the dashboard's own files.`;
};

const isBelow = (folder: string, parent: string): boolean =>
  folder === parent || folder.startsWith(parent + path.sep);

/** Sockets and pipes of a running program are not copied. */
const isCopied = (source: string): boolean => {
  const status = lstatSync(source, { throwIfNoEntry: false });
  return status !== undefined && (status.isFile() || status.isDirectory() || status.isSymbolicLink());
};

/** @returns how many objects */
const copyRecordsAndObjects = (local: string, target: string): number => {
  const source = path.join(local, 'objects');
  const copy = path.join(target, 'objects');
  mkdirSync(copy);
  // Links hold the files while they are copied, should their objects be deleted meanwhile.
  const held = mkdtempSync(path.join(local, 'back-up-'));
  try {
    for (let round = 1; ; round += 1) {
      const files = copyRecords(path.join(local, 'records.sqlite'), path.join(target, 'records.sqlite'));
      const missing = files.filter((file) => !hold(source, held, file));
      // An object was overwritten after the records were copied: they are copied again, as of now.
      if (missing.length === 0) {
        for (const file of files) copyObject(held, source, copy, file);
        copyMarkers(source, copy, path.join(target, 'records.sqlite'));
        return countObjects(path.join(target, 'records.sqlite'));
      }
      if (round === maxRounds) {
        throw new StartError(
          `${missing.length} objects of the records have no file, or are overwritten faster than they are copied. ` +
            'Stop Spotdeck, start it once, which sets records without files aside, and try again.',
        );
      }
    }
  } finally {
    rmSync(held, { recursive: true, force: true });
  }
};

const named = rowReader<{ name: string }>({ name: text });
const filed = rowReader<{ file: string }>({ file: text });
const counted = rowReader<{ count: number }>({ count: number });

/** @returns the names of all files that the copied records know. */
const copyRecords = (from: string, to: string): string[] => {
  copyDatabase(from, to);
  const database = openSqlite(to);
  try {
    const tables = named.rows(
      database.prepare("SELECT name FROM sqlite_master WHERE name IN ('objects', 'upload_parts')").all(),
    );
    return tables.flatMap(({ name }) =>
      filed.rows(database.prepare(`SELECT file FROM ${name}`).all()).map(({ file }) => file),
    );
  } finally {
    database.close();
  }
};

/** As of one moment, whoever writes to it meanwhile. */
export const copyDatabase = (from: string, to: string): void => {
  rmSync(to, { force: true });
  const database = openSqlite(from);
  try {
    database.pragma('busy_timeout = 10000');
    database.prepare('VACUUM INTO ?').run(to);
  } finally {
    database.close();
  }
};

const shardOf = (file: string): string => file.slice(0, 2);

/** @returns false for a file that is gone. */
const hold = (source: string, held: string, file: string): boolean => {
  const link = path.join(held, file);
  if (existsSync(link)) return true;
  for (const place of [path.join(source, shardOf(file), file), path.join(source, 'incoming', file)]) {
    try {
      linkSync(place, link);
      return true;
    } catch (error) {
      const code = codeOf(error);
      if (code === 'ENOENT') continue;
      // A file system without links: the copy itself holds it.
      copyFileSync(place, link);
      return true;
    }
  }
  return false;
};

const copyObject = (held: string, source: string, copy: string, file: string): void => {
  mkdirSync(path.join(copy, shardOf(file)), { recursive: true });
  const target = path.join(copy, shardOf(file), file);
  copyFileSync(path.join(held, file), target, constants.COPYFILE_FICLONE);
  const description = path.join(source, shardOf(file), `${file}.json`);
  // A description that is not there is written by the first start.
  if (existsSync(description)) writeFileSync(`${target}.json`, readFileSync(description));
};

/** The names of the buckets, and a generation of its own: the copy's records know of all its files. */
const copyMarkers = (source: string, copy: string, records: string): void => {
  mkdirSync(path.join(copy, 'incoming'), { recursive: true });
  mkdirSync(path.join(copy, 'buckets'), { recursive: true });
  const buckets = path.join(source, 'buckets');
  if (existsSync(buckets))
    for (const name of readdirSync(buckets)) writeFileSync(path.join(copy, 'buckets', name), '');
  const database = openSqlite(records);
  try {
    raiseGeneration(database, copy);
  } finally {
    database.close();
  }
};

const countObjects = (records: string): number => {
  const database = openSqlite(records);
  try {
    return counted.row(database.prepare('SELECT count(*) AS count FROM objects').get()).count;
  } finally {
    database.close();
  }
};

/** The catalog, prices entered by hand, and what else lies beside the backend's folder. */
const copyDashboard = (dataDir: string, target: string): void => {
  for (const name of readdirSync(dataDir)) {
    if (!/^(catalog(\.v\d+)?\.sqlite|prices\.json)$/.test(name)) continue;
    const from = path.join(dataDir, name);
    if (!statSync(from).isFile()) continue;
    if (!name.endsWith('.sqlite')) copyFileSync(from, path.join(target, name));
    else copyCatalog(from, path.join(target, name));
  }
};

/** A cache: one that cannot be read is built again where the back-up is restored. */
const copyCatalog = (from: string, to: string): void => {
  try {
    copyDatabase(from, to);
  } catch (error) {
    rmSync(to, { force: true });
    console.error(`The catalog was left out; it is built again: ${messageOf(error)}`);
  }
};
