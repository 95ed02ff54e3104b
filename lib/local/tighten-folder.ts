/**
 * Takes a folder's rights from everybody but its owner: folders 0700, files 0600. What programs brought into their
 * own folders keeps its modes, for those are theirs, and nobody else gets there.
 */
import { chmodSync, lstatSync, readdirSync } from 'node:fs';
import path from 'node:path';

/** Folders of programs: only they themselves are tightened. */
const ofPrograms = new Set(['attempts', 'endpoints']);

/**
 * Walks the folder only where others could read it until now; the folder itself comes last, so that a walk that is
 * cut off is done again.
 */
export const tightenFolder = (folder: string): void => {
  if (process.platform === 'win32') return;
  const wasOpen = (lstatSync(folder).mode & 0o077) !== 0;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const name = path.join(folder, entry.name);
    if (entry.isFile()) chmodSync(name, 0o600);
    else if (entry.isDirectory()) {
      if (wasOpen && !ofPrograms.has(entry.name)) tightenAll(name);
      chmodSync(name, 0o700);
    }
  }
  chmodSync(folder, 0o700);
};

const tightenAll = (folder: string): void => {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const name = path.join(folder, entry.name);
    if (entry.isDirectory()) tightenAll(name);
    else if (entry.isFile()) chmodSync(name, 0o600);
  }
  chmodSync(folder, 0o700);
};
