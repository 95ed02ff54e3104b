/**
 * Bundles lib/local into one program, so that it starts at once and without a TypeScript loader, and beside it the
 * program that fills a data folder with generated jobs.
 */
import { copyFileSync, cpSync, rmSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { buildDir, root } from './setup.mjs';

export const bundleLocalBackend = async (outdir = path.join(buildDir, 'local')) => {
  await build({
    entryPoints: ['main', 'seed-jobs', 'back-up'].map((name) => path.join(root, `lib/local/${name}.ts`)),
    outdir,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20',
    sourcemap: true,
    logLevel: 'warning',
  });
  // Started as a program of its own, found beside the bundle.
  for (const file of ['container-shim.mjs', 'process-search.mjs']) {
    copyFileSync(path.join(root, 'lib/local/engine/container', file), path.join(outdir, file));
  }
  // Python modules that a framework image offers to scripts; none that an earlier build had.
  rmSync(path.join(outdir, 'python'), { recursive: true, force: true });
  cpSync(path.join(root, 'lib/local/engine/stand-in/python'), path.join(outdir, 'python'), {
    recursive: true,
    filter: (file) => !file.endsWith('__pycache__'),
  });
};
