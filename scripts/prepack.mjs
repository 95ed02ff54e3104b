/**
 * What `npm pack` does first: the build, and beside it the commands that the sources bundle when they are called, and
 * the licenses of the packages whose code the build holds.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { bundleCommand } from './bundle-command.mjs';
import { buildDir, ensureBuilt, ensureInstalled, exitOnError, requireNode, root } from './setup.mjs';

const licenseName = /^(licen[cs]e|notice|copying)/i;

/** What the sources import and npm does not install for the package's user, since the build holds it. */
const builtIn = () => {
  const { devDependencies } = readJson('package.json');
  const imported = ['app', 'components', 'lib']
    .flatMap(sourcesBelow)
    .flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(/(?:from|import) '((?:@[^/']+\/)?[^./'][^/']*)/g)].map(
        ([, name]) => name,
      ),
    );
  return [...new Set(imported)].filter((name) => name in devDependencies);
};

const sourcesBelow = (folder) =>
  readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /(?<!\.test)\.tsx?$/.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name));

const readJson = (file) => JSON.parse(readFileSync(path.join(root, file), 'utf8'));

/** Places of these packages in the lockfile, and of all that they need. */
const closureOf = (names, packages, from = '', found = new Set()) => {
  for (const name of names) {
    const place = placeOf(name, packages, from);
    if (place === undefined || found.has(place)) continue;
    found.add(place);
    const { dependencies = {}, optionalDependencies = {} } = packages[place];
    closureOf(Object.keys({ ...dependencies, ...optionalDependencies }), packages, place, found);
  }
  return found;
};

/** As Node looks for it: in the package that needs it, then in those around that. */
const placeOf = (name, packages, from) => {
  for (let folder = from; ; folder = folder.replace(/\/?node_modules\/(?:@[^/]+\/)?[^/]+$/, '')) {
    const place = `${folder === '' ? '' : `${folder}/`}node_modules/${name}`;
    if (place in packages) return place;
    if (folder === '') return undefined;
  }
};

/** Each text once, below the packages that have it. */
const licensesOfBuild = () => {
  const { packages } = readJson('package-lock.json');
  const names = [...Object.keys(readJson('package.json').dependencies), ...builtIn()];
  const texts = new Map();
  for (const place of [...closureOf(names, packages)].sort()) {
    const { license = 'no license named', version } = packages[place];
    const title = `${place.replace(/^.*node_modules\//, '')} ${version} (${license})`;
    for (const text of textsIn(path.join(root, place))) {
      texts.set(text, (texts.get(text) ?? new Set()).add(title));
    }
  }
  return [...texts].map(([text, titles]) => `${[...titles].join('\n')}\n\n${text}\n`);
};

const textsIn = (folder) => {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isFile() && licenseName.test(entry.name))
      .map((entry) => readFileSync(path.join(folder, entry.name), 'utf8').trim());
  } catch (error) {
    // Packages of other systems are not installed.
    if (error.code === 'ENOENT') return [];
    throw error;
  }
};

const main = async () => {
  requireNode();
  await ensureInstalled();
  await ensureBuilt();
  await bundleCommand('scripts/demo/play-demo.ts', 'commands/demo', false);
  await bundleCommand('scripts/read-log/read-log.ts', 'commands/read-log', false);
  mkdirSync(buildDir, { recursive: true });
  const rule = `\n${'-'.repeat(100)}\n\n`;
  writeFileSync(path.join(buildDir, 'THIRD-PARTY-LICENSES.txt'), licensesOfBuild().join(rule));
};

main().catch(exitOnError);
