/**
 * `npm run verify`: what needs no server, in two lanes, so that two cores are busy all the time. What a step says is
 * printed whole when it ends, and every step runs, whatever failed before: one run tells all that is wrong.
 */
import { spawn } from 'node:child_process';
import { exitOnError, root } from './setup.mjs';

/** Both of the others read what it writes. */
const first = { name: 'route types', args: ['exec', '--', 'next', 'typegen'] };
const script = (name) => ({ name, args: ['run', '--silent', name] });
/** Each step computes on one core, but for the unit tests: they take both, and wait more than they compute. */
const lanes = [
  [script('lint'), script('unused'), script('test:component')],
  [
    script('format:check'),
    { name: 'typecheck', args: ['exec', '--', 'tsc', '--noEmit'] },
    script('test:unit'),
  ],
];

const runStep = ({ name, args }) =>
  new Promise((resolve, reject) => {
    const began = performance.now();
    const child = spawn('npm', args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text) => (output += text));
    child.once('error', reject).once('close', (code) => {
      const seconds = Math.round((performance.now() - began) / 1000);
      console.log(`\n-- ${name}: ${code === 0 ? 'passed' : 'FAILED'} in ${seconds} s`);
      if (output.trim() !== '') console.log(output.trimEnd());
      resolve({ name, ok: code === 0 });
    });
  });

const runLane = async (steps) => {
  const results = [];
  for (const step of steps) results.push(await runStep(step));
  return results;
};

const verify = async () => {
  const results = [await runStep(first), ...(await Promise.all(lanes.map(runLane))).flat()];
  const failed = results.filter(({ ok }) => !ok);
  if (failed.length > 0) {
    console.log(`\nverify failed: ${failed.map(({ name }) => name).join(', ')}`);
    process.exitCode = 1;
  }
};

verify().catch(exitOnError);
