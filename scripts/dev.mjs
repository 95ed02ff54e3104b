/** `npm run dev`: the local backend, and the dashboard with hot reload. */
import { spawn } from 'node:child_process';
import path from 'node:path';
import { readSettings } from '../lib/settings.mjs';
import { bundleLocalBackend } from './bundle-local-backend.mjs';
import { exitOnError, requireNode, root } from './setup.mjs';
import { requireWritable, startLocalBackend } from './servers.mjs';
import { endServer } from './supervisor.mjs';

const main = async () => {
  requireNode();
  const settings = readSettings(process.env, root);
  requireWritable(settings.dataDir);
  await bundleLocalBackend();
  const backend = startLocalBackend(settings);
  await backend.ready;
  const next = spawn(
    process.execPath,
    [
      path.join(root, 'node_modules/next/dist/bin/next'),
      'dev',
      '--port',
      String(settings.port),
      '--hostname',
      settings.host,
    ],
    {
      cwd: root,
      stdio: 'inherit',
      env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1', SPOTDECK_ROOT: root },
    },
  );
  const end = async () => {
    next.kill('SIGTERM');
    await endServer(backend);
    process.exit(0);
  };
  process.on('SIGINT', () => void end());
  process.on('SIGTERM', () => void end());
  next.once('exit', () => void end());
};

main().catch(exitOnError);
