/** `npm run demo`, `spotdeck demo`: plays the story of a spot training job against the Spotdeck that is running. */
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { readOwnSettings } from './own-settings.mjs';
import { urlOf } from './servers.mjs';
import {
  buildDir,
  commandLine,
  ensureInstalled,
  exitOnError,
  hasSources,
  requireNode,
  root,
  SetupError,
} from './setup.mjs';

const startHint = `Start it with ${commandLine('start')}, and run the demo in another terminal.`;

/** @throws {SetupError} unless both servers answer */
const requireRunning = async (settings) => {
  const dashboard = urlOf(settings);
  const backend = `http://127.0.0.1:${settings.localPort}`;
  if (!(await answers(`${dashboard}/local/jobs`, (text) => text.includes('Spotdeck')))) {
    throw new SetupError(`PORT: no Spotdeck is running at ${dashboard}. ${startHint}`);
  }
  if (!(await answers(`${backend}/_local/capabilities`, (text) => text.includes('"interrupt":true')))) {
    throw new SetupError(`SPOTDECK_LOCAL_PORT: no local backend is running at ${backend}. ${startHint}`);
  }
};

const answers = async (url, isExpected) => {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(15_000) });
    return response.ok && isExpected(await response.text());
  } catch {
    // Nobody listens, or somebody who does not speak HTTP: either way it is not Spotdeck.
    return false;
  }
};

/** URL of the program that plays it. */
const bundledDemo = async () => {
  if (!hasSources) return pathToFileURL(path.join(buildDir, 'commands/demo.mjs')).href;
  const { bundleCommand } = await import('./bundle-command.mjs');
  return bundleCommand('scripts/demo/play-demo.ts', 'demo');
};

/** `--example NAME` plays one example's whole story, in the quick size unless `--size full`. @throws {SetupError} */
const readChoice = () => {
  try {
    const { values } = parseArgs({
      options: { example: { type: 'string' }, size: { type: 'string', default: 'smoke' } },
      allowPositionals: true,
    });
    if (values.size !== 'smoke' && values.size !== 'full') throw new Error('--size: choose smoke or full');
    return values;
  } catch (error) {
    throw new SetupError(error.message);
  }
};

const main = async () => {
  requireNode();
  readChoice();
  const settings = readOwnSettings();
  await requireRunning(settings);
  await ensureInstalled();
  process.env.SPOTDECK_ROOT = root;
  process.env.SPOTDECK_DATA_DIR = settings.dataDir;
  // What the SDK's later versions will need is no news to who plays the demo.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
  const { playDemo, playExample } = await import(await bundledDemo());
  process.on('SIGINT', () => {
    console.log(`\nStopped. What was launched goes on: ${urlOf(settings)}/local/jobs`);
    process.exit(130);
  });
  // The watchers' timers alone do not keep a process alive.
  setInterval(() => {}, 60_000);
  const { example, size } = readChoice();
  const complete =
    example === undefined
      ? await playDemo(urlOf(settings))
      : await playExample(urlOf(settings), example, size);
  process.exit(complete ? 0 : 1);
};

main().catch(exitOnError);
