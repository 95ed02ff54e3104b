/** `npm run dev`: the local backend, and the dashboard with hot reload. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { readOwnSettings } from './own-settings.mjs';
import { bundleCommand } from './bundle-command.mjs';
import { bundleLocalBackend } from './bundle-local-backend.mjs';
import { leaveLibrary } from './library/bundle-library.mjs';
import { exitOnError, requireNode, root } from './setup.mjs';
import { dashboardArguments, requireWritable, startLocalBackend } from './servers.mjs';
import { endServer } from './supervisor.mjs';

const main = async () => {
  requireNode();
  const settings = readOwnSettings();
  requireWritable(settings.dataDir);
  await bundleLocalBackend();
  leaveLibrary();
  const backend = startLocalBackend(settings);
  await backend.ready;
  const next = spawn(process.execPath, [await bundledServer(), '--dev', ...dashboardArguments(settings)], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1', SPOTDECK_ROOT: root },
  });
  const end = async () => {
    next.kill('SIGTERM');
    await endServer(backend);
    process.exit(0);
  };
  process.on('SIGINT', () => void end());
  process.on('SIGTERM', () => void end());
  next.once('exit', () => void end());
};

const bundledServer = async () => fileURLToPath(await bundleCommand('lib/server/front/main.ts', 'dashboard'));

main().catch(exitOnError);
