/**
 * `npm run backup -- TARGET` and `npm run restore -- SOURCE [--replace]`, `spotdeck backup` and `spotdeck restore`: a data
 * folder's back-up, and its way back.
 */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { readOwnSettings } from './own-settings.mjs';
import { buildDir, ensureInstalled, exitOnError, hasSources, requireNode } from './setup.mjs';

const bundledProgram = async () => {
  if (!hasSources) return path.join(buildDir, 'local/back-up.mjs');
  const { bundleLocalBackend } = await import('./bundle-local-backend.mjs');
  // A bundle of its own: that of a running backend stays as it is.
  const outdir = path.join(buildDir, 'back-up');
  await bundleLocalBackend(outdir);
  return path.join(outdir, 'back-up.mjs');
};

const main = async () => {
  requireNode();
  const settings = readOwnSettings();
  const [command, folder, ...rest] = process.argv.slice(2);
  await ensureInstalled();
  const args = [
    command,
    ...(folder === undefined ? [] : [folder.startsWith('-') ? folder : path.resolve(folder)]),
  ];
  const { status } = spawnSync(
    process.execPath,
    [await bundledProgram(), ...args, ...rest, '--data-dir', settings.dataDir],
    { stdio: 'inherit' },
  );
  process.exit(status ?? 1);
};

main().catch(exitOnError);
