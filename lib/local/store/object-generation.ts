/**
 * Tells whether records and files belong together: both hold one identity and a number that each start raises.
 * Records of an earlier number are older than the files, as after a back-up was put in their place.
 */
import { randomBytes } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { Sqlite } from './database';
import { codeOf } from '../core/thrown';
import { rowReader, text } from './rows';

const generationSchema = z.object({ identity: z.string(), number: z.int() });
type Generation = z.infer<typeof generationSchema>;
const generationRow = rowReader<{ generation: string }>({ generation: text });

/**
 * Raises the number of both.
 * @returns whether the records know of every file: only then is a file without a record nobody's.
 */
export const raiseGeneration = (database: Sqlite, folder: string): boolean => {
  database.exec(
    'CREATE TABLE IF NOT EXISTS object_generation (id INTEGER PRIMARY KEY CHECK (id = 1), generation TEXT NOT NULL)',
  );
  const row = generationRow.perhaps(
    database.prepare('SELECT generation FROM object_generation WHERE id = 1').get(),
  );
  const file = path.join(folder, 'generation.json');
  const ofRecords = row && parse(row.generation);
  const ofFiles = parse(readText(file));
  const next: Generation = {
    identity: ofFiles?.identity ?? ofRecords?.identity ?? randomBytes(16).toString('hex'),
    number: Math.max(ofRecords?.number ?? 0, ofFiles?.number ?? 0) + 1,
  };
  database.prepare('INSERT OR REPLACE INTO object_generation VALUES (1, ?)').run(JSON.stringify(next));
  try {
    writeFileSync(`${file}.new`, JSON.stringify(next), { mode: 0o600 });
    renameSync(`${file}.new`, file);
  } catch (error) {
    // The records are then ahead, which says the same: they know of every file.
    console.error('the number of this start could not be written beside the objects:', error);
  }
  return (
    ofRecords !== undefined &&
    ofFiles !== undefined &&
    ofRecords.identity === ofFiles.identity &&
    ofRecords.number >= ofFiles.number
  );
};

const readText = (file: string): string => {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return '';
    throw error;
  }
};

const parse = (written: string): Generation | undefined => {
  try {
    return generationSchema.parse(JSON.parse(written));
  } catch {
    // Cut by a kill: the generation that is kept beside it counts.
    return undefined;
  }
};
