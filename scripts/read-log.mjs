/**
 * `npm run read-log -- FILE [--checkpoints FILE] [--json]`: prints what Spotdeck reads in a training log. The reader is
 * bundled once into .build, under a digest of its sources, so that a later run starts at once.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const room = path.join(root, 'lib/training-log');
const folder = path.join(root, '.build/read-log');

const sources = () =>
  readdirSync(room)
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .sort()
    .map((name) => path.join(room, name));

const bundled = async () => {
  // An installed package holds it, and no sources.
  if (!existsSync(room)) return path.join(root, '.build/commands/read-log.mjs');
  const hash = createHash('sha256').update(process.version);
  const files = [...sources(), path.join(root, 'scripts/read-log/read-log.ts')];
  for (const file of files)
    hash.update(path.basename(file)).update('\0').update(readFileSync(file)).update('\0');
  const name = `${hash.digest('hex').slice(0, 32)}.mjs`;
  const outfile = path.join(folder, name);
  if (existsSync(outfile)) return outfile;
  const { build } = await import('esbuild');
  const { outputFiles } = await build({
    entryPoints: [path.join(root, 'scripts/read-log/read-log.ts')],
    bundle: true,
    write: false,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    logLevel: 'silent',
  });
  mkdirSync(folder, { recursive: true });
  // Two runs at once may both write it: each renames a whole file into place.
  const part = path.join(folder, `${process.pid}.part`);
  writeFileSync(part, outputFiles[0].contents);
  renameSync(part, outfile);
  for (const old of readdirSync(folder)) {
    if (old.endsWith('.mjs') && old !== name) rmSync(path.join(folder, old), { force: true });
  }
  return outfile;
};

try {
  const { readLog } = await import(pathToFileURL(await bundled()).href);
  process.exitCode = await readLog(process.argv.slice(2));
} catch (error) {
  const isMissing = error?.code === 'ERR_MODULE_NOT_FOUND';
  console.error(
    isMissing
      ? 'The packages are not installed yet: run `npm ci` first.'
      : `The log could not be read: ${error?.message ?? error}`,
  );
  process.exitCode = 1;
}
