/**
 * Opens `records.sqlite`, once it is known to be whole and ours. What is neither is renamed, with the time in its
 * name, and begun again: the objects are found by what lies beside them.
 */
import { existsSync, lstatSync, renameSync } from 'node:fs';
import path from 'node:path';
import {
  applicationId,
  check,
  findDamage,
  isForeign,
  isRegular,
  readPragma,
  recordsVersion,
} from './check-records';
import { openDatabase, type Sqlite } from './store/database';
import { messageOf } from './core/thrown';

/**
 * @param open makes the tables; what it throws for a database that has others of their names sets the file aside.
 * @param say is given a sentence for the reader about what was set aside.
 * @throws StartError for records of a newer version, or such as cannot be read at this moment
 */
export const openRecords = <Stores>(
  file: string,
  open: (database: Sqlite) => Stores,
  say: (sentence: string) => void,
): { database: Sqlite; stores: Stores } => {
  const reason = findDamage(file);
  if (reason !== undefined) {
    // Newest writes may be of another database, or half there: without them the rest may be whole.
    if (
      existsSync(`${file}-wal`) &&
      existsSync(file) &&
      isRegular(file) &&
      check(file, 'immutable=1') === undefined
    ) {
      setAside(`${file}-wal`);
      say(
        'The newest entries of the records (records.sqlite-wal) do not belong to the rest and were set aside. ' +
          'What they held is missing from the list of jobs.',
      );
    } else {
      setAsideRecords(file, reason, say);
    }
  }
  try {
    return openWith(file, open);
  } catch (error) {
    if (!isForeign(error)) throw error;
    setAsideRecords(file, messageOf(error), say);
    return openWith(file, open);
  }
};

const openWith = <Stores>(file: string, open: (database: Sqlite) => Stores) => {
  const database = openDatabase(file);
  try {
    mark(database, 'application_id', applicationId);
    mark(database, 'user_version', recordsVersion);
    return { database, stores: open(database) };
  } catch (error) {
    database.close();
    throw error;
  }
};

const mark = (database: Sqlite, name: string, value: number): void => {
  if (readPragma(database, name) !== value) database.pragma(`${name} = ${value}`);
};

const setAsideRecords = (file: string, reason: string, say: (sentence: string) => void): void => {
  const names = ['', '-wal', '-shm'].flatMap((suffix) => setAside(`${file}${suffix}`));
  say(
    `The records (records.sqlite) cannot be used: ${reason}. They were set aside as ${names[0] ?? 'nothing'}, and ` +
      'new ones begun: earlier jobs, logs and metrics are missing, objects are not. `npm run restore` brings a ' +
      'back-up back.',
  );
};

/** @returns its new name; nothing where there is no such file. */
const setAside = (file: string): string[] => {
  if (!lstatSync(file, { throwIfNoEntry: false })) return [];
  const time = new Date().toISOString().replaceAll(/[-:]|\.\d+/g, '');
  for (let count = 0; ; count += 1) {
    const target = `${file}.set-aside-${time}${count === 0 ? '' : `-${count}`}`;
    if (existsSync(target)) continue;
    renameSync(file, target);
    return [path.basename(target)];
  }
};
