/** `npm run backup -- TARGET` and `npm run restore -- SOURCE [--replace]`: a data folder's back-up, and its way back. */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { readSettings } from '../lib/settings.mjs';
import { buildDir, ensureInstalled, exitOnError, requireNode, root } from './setup.mjs';

const main = async () => {
  requireNode();
  const settings = readSettings(process.env, root);
  const [command, folder, ...rest] = process.argv.slice(2);
  await ensureInstalled();
  const { bundleLocalBackend } = await import('./bundle-local-backend.mjs');
  // A bundle of its own: that of a running backend stays as it is.
  const outdir = path.join(buildDir, 'back-up');
  await bundleLocalBackend(outdir);
  const args = [
    command,
    ...(folder === undefined ? [] : [folder.startsWith('-') ? folder : path.resolve(folder)]),
  ];
  const { status } = spawnSync(
    process.execPath,
    [path.join(outdir, 'back-up.mjs'), ...args, ...rest, '--data-dir', settings.dataDir],
    { stdio: 'inherit' },
  );
  process.exit(status ?? 1);
};

main().catch(exitOnError);
