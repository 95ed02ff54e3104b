/** Builds the dashboard, and bundles its server and the local backend into .build. */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { bundleCommand } from './bundle-command.mjs';
import { bundleLocalBackend } from './bundle-local-backend.mjs';
import { compressBuild } from './compress-build.mjs';
import { joinSameChunks } from './join-same-chunks.mjs';
import { bundleLibrary } from './library/bundle-library.mjs';
import { makeBuildMovable } from './make-build-movable.mjs';
import { root } from './setup.mjs';

await bundleLocalBackend();
await bundleLibrary();
await bundleCommand('lib/server/front/main.ts', 'dashboard');
await bundleCommand('lib/catalog/migrate-in-thread.ts', 'commands/migrate-catalog', false);
const next = spawnSync(process.execPath, [path.join(root, 'node_modules/next/dist/bin/next'), 'build'], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1' },
});
if (next.status !== 0) process.exit(next.status ?? 1);
makeBuildMovable(path.join(root, '.next'), root);
joinSameChunks(path.join(root, '.next'));
await compressBuild(path.join(root, '.next/static'));
