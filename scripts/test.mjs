/**
 * `npm test`: sets up what is missing, builds, then verify, and the wire, framework, slow, browser and moto tests, some of them
 * side by side. Ends with the counts.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { ensureBuilt, ensureInstalled, exitOnError, requireNode, root } from './setup.mjs';
import { whatFailed, whatWasFlaky } from './what-failed.mjs';

/**
 * They install gigabytes: in CI always, elsewhere only once they are installed.
 * @returns why they are skipped
 */
const frameworksAreMissing = () => {
  const { status } = spawnSync('python3', ['-m', 'venv', '--help'], { stdio: 'ignore' });
  if (status !== 0) return 'no python3 with venv is on the PATH: what needs Python is not tried';
  if (process.env.CI) return undefined;
  const folder = path.join(root, '.tmp/environments');
  const isBuilt = existsSync(folder) && readdirSync(folder).some((name) => name.startsWith('tensorflow-'));
  return isBuilt
    ? undefined
    : 'TensorFlow and the others are not installed here: npm run test:frameworks installs them';
};

/** @returns why they are skipped */
const motoIsMissing = () =>
  process.env.CI ||
  (readdirSync(root).includes('.tmp') &&
    readdirSync(path.join(root, '.tmp')).some((name) => name.startsWith('moto-')))
    ? undefined
    : "moto's server is not installed here: npm run test:moto installs it";

/**
 * One stage after the other; the groups of a stage run side by side, where each waits for programs and downloads more than
 * it computes. Verify and the browser tests keep two cores busy by themselves, and the slow tests drive many processes.
 */
const stages = [
  [{ name: 'verify', title: 'verify', args: ['run', 'verify'] }],
  [
    { name: 'wire', title: 'wire tests', args: ['run', 'test:wire'] },
    {
      name: 'frameworks',
      title: 'framework tests',
      args: ['run', 'test:frameworks'],
      skip: frameworksAreMissing,
    },
  ],
  [{ name: 'slow', title: 'slow tests, and the package on Node 24', args: ['run', 'test:slow'] }],
  [
    { name: 'browser', title: 'browser tests', args: ['run', 'test:e2e'] },
    { name: 'moto', title: "tests against moto's server", args: ['run', 'test:moto'], skip: motoIsMissing },
  ],
];

/** Keeps what is read here, and by whom it fails, free of colours and of other projects' news. */
const quiet = {
  NEXT_TELEMETRY_DISABLED: '1',
  NO_COLOR: '1',
  FORCE_COLOR: '0',
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
};

/** Runs npm, passes each line of its output on at once, with the step's name before it, and keeps it for the counts. */
const runNpm = ({ name, args }) =>
  new Promise((resolve, reject) => {
    const child = spawn('npm', args, {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...quiet },
    });
    let output = '';
    // Vitest tells what failed on the one, its counts on the other.
    for (const stream of ['stdout', 'stderr'])
      createInterface({ input: child[stream] }).on('line', (line) => {
        process[stream].write(`${name} | ${line}\n`);
        output += `${line}\n`;
      });
    child.once('error', reject).once('close', (code) => resolve({ ok: code === 0, output }));
  });

const runStep = async (step) => {
  const reason = step.skip?.();
  if (reason !== undefined) {
    console.log(`\n== ${step.title}: skipped: ${reason}`);
    return [];
  }
  console.log(`\n== ${step.title}`);
  const began = performance.now();
  const result = await runNpm(step);
  console.log(
    `\n-- ${step.title}: ${result.ok ? 'passed' : 'NOT PASSED'} in ${Math.round((performance.now() - began) / 1000)} s`,
  );
  return [{ title: step.title, ...result }];
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
  const results = [];
  for (const stage of stages) results.push(...(await Promise.all(stage.map(runStep))).flat());
  const output = results.map((result) => result.output).join('\n');
  const broken = results.filter((result) => !result.ok);
  const failed = Math.max(count(output, 'failed'), broken.length);
  for (const name of whatWasFlaky(output)) console.log(`passed only when tried again: ${name}`);
  for (const { title, output: said } of broken) console.log(`\n== not passed: ${title}\n${whatFailed(said)}`);
  console.log(`\n${count(output, 'passed')} passed, ${failed} failed`);
  process.exit(broken.length === 0 ? 0 : 1);
};

main().catch(exitOnError);
