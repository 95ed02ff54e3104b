/** Bundles lib/local into one program, so that it starts at once and without a TypeScript loader. */
import { copyFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { buildDir, root } from './setup.mjs';

export const bundleLocalBackend = async (outdir = path.join(buildDir, 'local')) => {
  await build({
    entryPoints: [path.join(root, 'lib/local/main.ts')],
    outfile: path.join(outdir, 'main.mjs'),
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20',
    sourcemap: true,
    logLevel: 'warning',
  });
  // Started as a program of its own, found beside the bundle.
  copyFileSync(
    path.join(root, 'lib/local/engine/container-shim.mjs'),
    path.join(outdir, 'container-shim.mjs'),
  );
};
