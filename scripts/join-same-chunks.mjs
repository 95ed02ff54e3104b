/** Turbopack writes the same chunk for each route that needs it: one is kept, and the others lead to it. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Of fewer bytes a file that leads to another one spares nothing. */
const minBytes = 2_048;
const sourceMap = /\n?\/\/# sourceMappingURL=.*\s*$/;

/**
 * Halves the server's part of the build, and what a server holds of it that has answered on several routes.
 * @param {string} build folder `.next`
 */
export const joinSameChunks = (build) => {
  const kept = new Map();
  for (const file of chunksBelow(path.join(build, 'server'))) {
    const code = readFileSync(file, 'utf8').replace(sourceMap, '');
    if (code.length < minBytes) continue;
    const same = kept.get(code);
    if (same === undefined) kept.set(code, file);
    else writeFileSync(file, `module.exports=require(${JSON.stringify(requestOf(file, same))});\n`);
  }
};

/** What a file requires another one by. */
const requestOf = (from, to) => {
  const relative = path.relative(path.dirname(from), to).split(path.sep).join('/');
  return relative.startsWith('.') ? relative : `./${relative}`;
};

const chunksBelow = (server) =>
  readdirSync(server, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.js'))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter(
      (file) =>
        file.split(path.sep).includes('chunks') && readFileSync(file, 'utf8').startsWith('module.exports=['),
    )
    .sort();
