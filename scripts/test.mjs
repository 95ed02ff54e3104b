/** `npm test`: sets up what is missing, then verify, the wire, slow and browser tests. Ends with the counts. */
import { spawn } from 'node:child_process';
import { ensureInstalled, exitOnError, requireNode, root } from './setup.mjs';

const steps = [
  { title: 'verify', args: ['run', 'verify'] },
  { title: 'wire tests', args: ['run', 'test:wire'] },
  { title: 'slow tests', args: ['run', 'test:slow'] },
  { title: 'browser tests', args: ['run', 'test:e2e'] },
];

/** Keeps what is read here, and by whom it fails, free of colours and of other projects' news. */
const quiet = {
  NEXT_TELEMETRY_DISABLED: '1',
  NO_COLOR: '1',
  FORCE_COLOR: '0',
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
};

/** Runs npm, passes its output on, and keeps it for the counts. */
const runNpm = (args) =>
  new Promise((resolve, reject) => {
    const child = spawn('npm', args, {
      cwd: root,
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, ...quiet },
    });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text) => {
      process.stdout.write(text);
      output += text;
    });
    child.once('error', reject).once('close', (code) => resolve({ ok: code === 0, output }));
  });

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
  const results = [];
  for (const { title, args } of steps) {
    console.log(`\n== ${title}`);
    results.push({ title, ...(await runNpm(args)) });
  }
  const output = results.map((result) => result.output).join('\n');
  const broken = results.filter((result) => !result.ok);
  const failed = Math.max(count(output, 'failed'), broken.length);
  for (const { title } of broken) console.log(`not passed: ${title}`);
  console.log(`\n${count(output, 'passed')} passed, ${failed} failed`);
  process.exit(broken.length === 0 ? 0 : 1);
};

main().catch(exitOnError);
