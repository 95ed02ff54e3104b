/** Bundles a command written in TypeScript, so that it can use the dashboard's own rooms outside of Next. */
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { buildDir, root } from './setup.mjs';

/**
 * @param {string} entry relative to the repository
 * @param {string} name of the bundle in .build
 * @param {boolean} [sourceMap] whether it holds one
 * @returns {Promise<string>} URL to import
 */
export const bundleCommand = async (entry, name, sourceMap = true) => {
  const outfile = path.join(buildDir, `${name}.mjs`);
  await build({
    entryPoints: [path.join(root, entry)],
    outfile,
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20',
    sourcemap: sourceMap && 'inline',
    logLevel: 'warning',
    alias: {
      'server-only': path.join(root, 'scripts/empty-module.mjs'),
      // Next's package lists no exports, so that Node alone finds its files by their full names only.
      'next/navigation': 'next/navigation.js',
    },
  });
  return pathToFileURL(outfile).href;
};
