/** Builds the dashboard (Next, standalone) and bundles the local backend into .build/local. */
import { spawnSync } from 'node:child_process';
import { cpSync, rmSync } from 'node:fs';
import path from 'node:path';
import { bundleLocalBackend } from './bundle-local-backend.mjs';
import { root } from './setup.mjs';

await bundleLocalBackend();
const next = spawnSync(process.execPath, [path.join(root, 'node_modules/next/dist/bin/next'), 'build'], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1' },
});
if (next.status !== 0) process.exit(next.status ?? 1);

// The standalone server serves these itself, but Next leaves the copying to the deployer.
const target = path.join(root, '.next/standalone/.next/static');
rmSync(target, { recursive: true, force: true });
cpSync(path.join(root, '.next/static'), target, { recursive: true });
