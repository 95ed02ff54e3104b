import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { findDamage } from '../check-records';
import { openDataFolder, StartError } from '../data-folder';
import { manifestName } from './back-up-folder';

const manifestSchema = z.object({ version: z.literal(1), made: z.string(), objects: z.number() });

/** What a restore puts in place; nothing else in the data folder is touched. */
const restored = /^(local|catalog(\.v\d+)?\.sqlite(-wal|-shm)?|prices\.json)$/;

/**
 * Brings a back-up into a data folder. What is there is moved into a folder beside it, with the time in its name,
 * and only where `replace` says so; it is never deleted.
 * @returns a sentence for the reader
 * @throws StartError for a folder in use, one that holds something, and what is no whole back-up
 */
export const restore = (dataDir: string, source: string, replace: boolean): string => {
  const manifest = readManifest(source);
  const damage = findDamage(path.join(source, 'local/records.sqlite'));
  if (damage !== undefined) throw new StartError(`The back-up ${source} cannot be used: ${damage}.`);
  const present = existsSync(dataDir) ? readdirSync(dataDir).filter((name) => restored.test(name)) : [];
  const isEmpty = present.length === 0;
  if (!isEmpty) {
    // The lock shows whether it is in use.
    openDataFolder(dataDir).unlock();
    if (!replace) {
      throw new StartError(
        `${dataDir} holds data already. Restore with --replace to put it aside, or set SPOTDECK_DATA_DIR to ` +
          'another folder.',
      );
    }
  }
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const incoming = path.join(dataDir, 'restoring');
  rmSync(incoming, { recursive: true, force: true });
  // All of it is there before anything takes the place of what is.
  cpSync(source, incoming, { recursive: true, verbatimSymlinks: true });
  rmSync(path.join(incoming, manifestName));
  const time = new Date().toISOString().replaceAll(/[-:]|\.\d+/g, '');
  const aside = path.join(dataDir, `before-restore-${time}`);
  if (!isEmpty) {
    mkdirSync(aside, { mode: 0o700 });
    for (const name of present) renameSync(path.join(dataDir, name), path.join(aside, name));
  }
  for (const name of readdirSync(incoming)) renameSync(path.join(incoming, name), path.join(dataDir, name));
  rmSync(incoming, { recursive: true });
  const before = isEmpty ? '' : ` What was there is in ${aside}.`;
  return `Restored the back-up of ${manifest.made} with ${manifest.objects} objects into ${dataDir}.${before}`;
};

const readManifest = (source: string): z.infer<typeof manifestSchema> => {
  try {
    return manifestSchema.parse(JSON.parse(readFileSync(path.join(source, manifestName), 'utf8')));
  } catch (error) {
    throw new StartError(`${source} is no whole back-up of Spotdeck.`, { cause: error });
  }
};
