/** `npm test`: sets up what is missing, builds, then verify, the wire, slow, framework and browser tests. Ends with the counts. */
import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { ensureBuilt, ensureInstalled, exitOnError, requireNode, root } from './setup.mjs';

/**
 * They install gigabytes: in CI always, elsewhere only once they are installed.
 * @returns why they are skipped
 */
const frameworksAreMissing = () => {
  if (process.env.CI) return undefined;
  const folder = path.join(root, '.tmp/environments');
  const isBuilt = existsSync(folder) && readdirSync(folder).some((name) => name.startsWith('tensorflow-'));
  return isBuilt
    ? undefined
    : 'TensorFlow and the others are not installed here: npm run test:frameworks installs them';
};

/**
 * Side by side, since the slow tests wait more than they compute; their output comes in one piece. The browser tests
 * have both cores to themselves.
 */
const lanes = [
  [
    { title: 'verify', args: ['run', 'verify'] },
    { title: 'wire tests', args: ['run', 'test:wire'] },
  ],
  [
    { title: 'slow tests, and the package on Node 24', args: ['run', 'test:slow'] },
    { title: 'framework tests', args: ['run', 'test:frameworks'], skip: frameworksAreMissing },
  ],
];
const afterwards = [{ title: 'browser tests', args: ['run', 'test:e2e'] }];

/** Keeps what is read here, and by whom it fails, free of colours and of other projects' news. */
const quiet = {
  NEXT_TELEMETRY_DISABLED: '1',
  NO_COLOR: '1',
  FORCE_COLOR: '0',
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
};

/** Runs npm and keeps its output for the counts; `live` passes it on at once. */
const runNpm = (args, live) =>
  new Promise((resolve, reject) => {
    const child = spawn('npm', args, {
      cwd: root,
      stdio: ['ignore', 'pipe', live ? 'inherit' : 'pipe'],
      env: { ...process.env, ...quiet },
    });
    let output = '';
    const take = (text) => {
      if (live) process.stdout.write(text);
      output += text;
    };
    child.stdout.setEncoding('utf8').on('data', take);
    child.stderr?.setEncoding('utf8').on('data', take);
    child.once('error', reject).once('close', (code) => resolve({ ok: code === 0, output }));
  });

/** One step after the other; of a lane that is not live the whole output comes at the end of each step. */
const runLane = async (steps, live) => {
  const results = [];
  for (const { title, args, skip } of steps) {
    const reason = skip?.();
    if (reason !== undefined) {
      console.log(`\n== ${title}\nskipped: ${reason}`);
      continue;
    }
    if (live) console.log(`\n== ${title}`);
    const began = performance.now();
    const result = await runNpm(args, live);
    if (!live) console.log(`\n== ${title}\n${result.output}`);
    console.log(`\n-- ${title}: ${Math.round((performance.now() - began) / 1000)} s`);
    results.push({ title, ...result });
  }
  return results;
};

/** Reads the closing counts of Vitest (`Tests  1 failed | 2 passed (3)`) and Playwright (`2 passed (3s)`). */
const count = (output, word) => {
  const vitest = [...output.matchAll(/^\s*Tests\s+(.*)$/gm)].map(([, line]) => line);
  const playwright = [...output.matchAll(/^\s+(\d+ (?:passed|failed|flaky|skipped).*)$/gm)].map(
    ([, line]) => line,
  );
  return [...vitest, ...playwright]
    .flatMap((line) => [...line.matchAll(new RegExp(`(\\d+) ${word}`, 'g'))])
    .reduce((sum, [, number]) => sum + Number(number), 0);
};

const main = async () => {
  requireNode();
  await ensureInstalled();
  const { ensureBrowser } = await import('./browser.mjs');
  ensureBrowser();
  // What the package and the browser tests start; while it is built nothing else reads or writes there.
  await ensureBuilt();
  const sideBySide = await Promise.all(lanes.map((steps, index) => runLane(steps, index === 0)));
  const results = [...sideBySide.flat(), ...(await runLane(afterwards, true))];
  const output = results.map((result) => result.output).join('\n');
  const broken = results.filter((result) => !result.ok);
  const failed = Math.max(count(output, 'failed'), broken.length);
  for (const { title } of broken) console.log(`not passed: ${title}`);
  console.log(`\n${count(output, 'passed')} passed, ${failed} failed`);
  process.exit(broken.length === 0 ? 0 : 1);
};

main().catch(exitOnError);
