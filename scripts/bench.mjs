/**
 * `npm run bench [-- --only <name>] [--jobs <number>]`: measures a Spotdeck of its own, on free ports and in a data folder of its own,
 * and prints what was measured beside what was aimed at. It asserts nothing.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { freePorts } from './free-ports.mjs';
import { ensureBuilt, ensureInstalled, exitOnError, requireNode, root, SetupError } from './setup.mjs';

const usage = 'Usage: npm run bench [-- --only <name>] [--jobs <how many the catalog is measured with>]';

const readOptions = () => {
  try {
    const { only, jobs } = parseArgs({
      options: { only: { type: 'string' }, jobs: { type: 'string' } },
    }).values;
    if (jobs === undefined) return { only };
    if (only !== 'catalog' || !/^[1-9]\d{3,6}$/.test(jobs)) {
      throw new Error('--jobs goes with --only catalog, and is a number from 1000 to 9999999.');
    }
    return { only, jobs: Number(jobs) };
  } catch (error) {
    throw new SetupError(`${error.message} ${usage}`);
  }
};

const main = async () => {
  requireNode();
  const { only, jobs } = readOptions();
  await ensureInstalled();
  await ensureBuilt();
  const folder = mkdtempSync(path.join(tmpdir(), 'spotdeck-bench-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  const [port, localPort] = await freePorts(2);
  // Read by the use cases in this process and by the Spotdeck that they talk to.
  Object.assign(process.env, {
    HOST: '127.0.0.1',
    PORT: String(port),
    SPOTDECK_LOCAL_PORT: String(localPort),
    SPOTDECK_DATA_DIR: path.join(folder, 'data'),
    SPOTDECK_ROOT: root,
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  });
  const { bundleCommand } = await import('./bundle-command.mjs');
  const { names, runBench } = await import(await bundleCommand('scripts/bench/run-bench.ts', 'bench'));
  if (only !== undefined && !names.includes(only)) {
    throw new SetupError(`--only takes one of ${names.join(', ')}, not "${only}".`);
  }
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(130));
  // The watchers' timers alone do not keep a process alive.
  setInterval(() => {}, 60_000);
  await runBench({ root, folder, url: `http://127.0.0.1:${port}`, only, jobs });
  process.exit(0);
};

main().catch(exitOnError);
