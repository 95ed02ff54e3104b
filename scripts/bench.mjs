/**
 * `npm run bench [-- --only <name>]`: measures a Spotdeck of its own, on free ports and in a data folder of its own,
 * and prints what was measured beside what was aimed at. It asserts nothing.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { freePorts } from './free-ports.mjs';
import { ensureBuilt, ensureInstalled, exitOnError, requireNode, root, SetupError } from './setup.mjs';

const readOnly = () => {
  try {
    return parseArgs({ options: { only: { type: 'string' } } }).values.only;
  } catch (error) {
    throw new SetupError(`${error.message} Usage: npm run bench [-- --only <name>]`);
  }
};

const main = async () => {
  requireNode();
  const only = readOnly();
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
  await runBench({ root, folder, url: `http://127.0.0.1:${port}`, only });
  process.exit(0);
};

main().catch(exitOnError);
