/** What a fresh clone needs before anything runs: Node, packages, a build. Dependency-free, since it comes first. */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
export const buildDir = path.join(root, '.build');
/** A package that npm installed holds the build alone: there is nothing to install or to build. */
export const hasSources = existsSync(path.join(root, 'tsconfig.json'));
/** How a command is called: `npm run demo` in the sources, `npx spotdeck demo` where the package is installed. */
export const commandLine = (name) =>
  !hasSources ? `npx spotdeck ${name}` : name === 'start' ? 'npm start' : `npm run ${name}`;
const stampFile = path.join(buildDir, 'stamp');
const sources = [
  'app',
  'components',
  'lib',
  'scripts/build.mjs',
  'scripts/bundle-command.mjs',
  'scripts/join-same-chunks.mjs',
  'scripts/library',
  'scripts/make-build-movable.mjs',
  'next.config.js',
  'tsconfig.json',
  'package.json',
  'package-lock.json',
];

/** A condition that stops a command; its message is the one line that the person sees, or empty if they have. */
export class SetupError extends Error {}

/** @throws {SetupError} on a Node that is too old */
export const requireNode = (version = process.versions.node) => {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    throw new SetupError(`Spotdeck needs Node 20.19 or newer; this is Node ${version}.`);
  }
};

/**
 * What ends a command that is under way: the supervisor of `npm start`, say.
 * @typedef {{ runCommand: <Value>(promise: Promise<Value>, end: () => void) => Promise<Value> }} Keeper
 */

/**
 * Runs `npm ci` where node_modules is missing, or is not what the lockfile says, as after a pull.
 * @param {Keeper} [keeper]
 */
export const ensureInstalled = async (keeper) => {
  if (!hasSources) return;
  const installed = path.join(root, 'node_modules/.package-lock.json');
  const isThere = existsSync(installed);
  const differing = isThere
    ? differingPackages(readLock(path.join(root, 'package-lock.json')), readLock(installed))
    : [];
  if (isThere && differing.length === 0) return;
  if (isThere) {
    const [first, ...others] = differing;
    const more = others.length === 0 ? '' : ` and ${others.length} more`;
    console.log(`The installed packages are not those of package-lock.json: ${first}${more}.`);
  }
  console.log('Installing packages…');
  await run(
    keeper,
    'npm',
    // What builds and tests is needed with NODE_ENV=production, too.
    ['ci', '--include=dev', '--no-fund', '--no-audit', '--loglevel=error'],
    'Installing the packages failed.',
  );
};

/** A lockfile that cannot be read is one without packages. */
const readLock = (file) => {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    // A lockfile that is not there or is broken counts as one without packages.
    return {};
  }
};

/**
 * The packages that a lockfile names and that are not installed so; those of other systems need not be there.
 * @param {{ packages?: Record<string, { version?: string, integrity?: string, optional?: boolean, link?: boolean }> }} wanted
 * @param {typeof wanted} installed npm's own record of what it put into node_modules
 * @returns {string[]} such as `next 16.4.5 (16.4.4 is installed)`
 */
export const differingPackages = (wanted, installed) =>
  Object.entries(wanted.packages ?? {}).flatMap(([place, { version, integrity, optional = false }]) => {
    if (place === '') return [];
    const name = place.replace(/^.*node_modules\//, '');
    const found = installed.packages?.[place];
    if (found === undefined) return optional ? [] : [`${name} ${version} is missing`];
    if (found.version === version && found.integrity === integrity) return [];
    return [`${name} ${version} (${found.version} is installed)`];
  });

/**
 * Builds dashboard and local backend where their sources are not those of the last build.
 * @param {Keeper} [keeper]
 */
export const ensureBuilt = async (keeper) => {
  const stamp = sourceStamp();
  if (!hasSources) return;
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return;
  console.log('Building… (about a minute)');
  // A build that is cut off leaves half of what the last stamp names.
  rmSync(stampFile, { force: true });
  await run(keeper, process.execPath, [path.join(root, 'scripts/build.mjs')], 'The build failed.');
  mkdirSync(buildDir, { recursive: true });
  writeFileSync(stampFile, stamp);
};

/**
 * A digest over the names and contents of all that the build reads.
 * @param folder of the sources, absolute
 */
export const sourceStamp = (folder = root) => {
  const hash = createHash('sha256').update(process.version);
  for (const file of sources.flatMap((source) => filesBelow(path.join(folder, source)))) {
    hash.update(path.relative(folder, file)).update('\0').update(readFileSync(file)).update('\0');
  }
  return hash.digest('hex');
};

/** Python leaves it beside the sources that it ran: nothing is built of it. */
const pythonCache = '__pycache__';

const filesBelow = (entry) => {
  if (!existsSync(entry)) return [];
  if (!statSync(entry).isDirectory()) return /\.test\.tsx?$/.test(entry) ? [] : [entry];
  return readdirSync(entry)
    .filter((name) => name !== pythonCache)
    .sort()
    .flatMap((name) => filesBelow(path.join(entry, name)));
};

/** Its processes end with this one, however that ends. */
const run = async (keeper, command, args, failure) => {
  const child = spawn(process.execPath, [path.join(root, 'scripts/run-with-parent.mjs'), command, ...args], {
    cwd: root,
    stdio: ['pipe', 'inherit', 'inherit'],
    env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1' },
    detached: true,
  });
  const exited = new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve({ code, signal }));
  });
  child.stdin.on('error', () => {});
  const { code, signal } = await (keeper ? keeper.runCommand(exited, () => child.stdin.end()) : exited);
  if (code !== 0) throw new SetupError(signal ? `${failure} (${signal})` : failure);
};

/** Prints the one line of a SetupError or SettingsError; any other error keeps its stack. */
export const explain = (error) => {
  if (error instanceof SetupError || error?.name === 'SettingsError') {
    if (error.message) console.error(error.message);
  } else console.error(error);
};

/** Explains an error and exits 1. */
export const exitOnError = (error) => {
  explain(error);
  process.exit(1);
};
