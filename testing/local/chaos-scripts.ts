/** Training programs that behave badly, each with what must be said of it in the end. */
export interface ChaosScript {
  name: string;
  script: string;
  /** How the job may end, once or however often it was interrupted. */
  ends: readonly ('Completed' | 'Failed' | 'Stopped')[];
  /** Whether it only ends by StopTrainingJob. */
  stop?: true;
  reason?: RegExp;
}

const header = `
import * as fs from 'node:fs';
import { spawn, spawnSync } from 'node:child_process';
const base = process.env.SAGEMAKER_BASE_DIR;
const checkpoints = base + '/checkpoints';
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
/** A full disk is nothing that this program should die of. */
const patiently = async (act) => {
  for (;;) {
    try {
      return act();
    } catch (error) {
      if (error.code !== 'ENOSPC') throw error;
      await pause(100);
    }
  }
};
const done = async () => {
  await patiently(() => fs.writeFileSync(process.env.SM_MODEL_DIR + '/weights.txt', 'w'.repeat(1000)));
  console.log('TRUTH: done');
};
`;

const counting = (epochs: number, more = '') => `${header}
${more}
const from = Math.max(0, ...fs.readdirSync(checkpoints).map((name) => Number(/^checkpoint-(\\d+)\\.txt$/.exec(name)?.[1] ?? 0)));
for (let epoch = from + 1; epoch <= ${epochs}; epoch += 1) {
  await pause(700);
  console.log('epoch ' + epoch + ' loss: 0.' + epoch);
  await patiently(() => fs.writeFileSync(checkpoints + '/partial.tmp', 'c'.repeat(20000) + '\\nepoch ' + epoch));
  fs.renameSync(checkpoints + '/partial.tmp', checkpoints + '/checkpoint-' + epoch + '.txt');
}
await done();
`;

const completed = ['Completed'] as const;
const failed = ['Failed'] as const;

export const chaosScripts: readonly ChaosScript[] = [
  { name: 'honest', script: counting(20), ends: completed },
  { name: 'short', script: counting(3), ends: completed },
  { name: 'deaf', script: counting(15, `process.on('SIGTERM', () => {});`), ends: completed },
  {
    name: 'long-lines',
    script: counting(4, `process.stdout.write('x'.repeat(3_000_000) + '\\n');`),
    ends: completed,
  },
  {
    name: 'own-session',
    script: counting(
      4,
      `spawn('setsid', ['sleep', '600'], { detached: true, stdio: 'ignore', env: {} }).unref();`,
    ),
    ends: completed,
  },
  {
    name: 'silent',
    script: `${header}
      console.log('TRUTH: done');
      await pause(500);
      fs.closeSync(1);
      fs.closeSync(2);
      await pause(2000);`,
    ends: completed,
  },
  {
    name: 'odd-names',
    script: counting(
      4,
      `await patiently(() => fs.writeFileSync(checkpoints + '/a\\nb', 'x'));
       await patiently(() => fs.writeFileSync(Buffer.concat([Buffer.from(checkpoints + '/'), Buffer.from([0xff, 0xfe])]), 'x'));
       fs.rmSync(checkpoints + '/link', { force: true });
       fs.symlinkSync('/etc/passwd', checkpoints + '/link');
       spawnSync('mkfifo', [checkpoints + '/pipe']);`,
    ),
    ends: completed,
  },
  {
    name: 'pipe-as-failure',
    script: `${header} fs.mkdirSync(base + '/output', { recursive: true });
      spawnSync('mkfifo', [base + '/output/failure']);
      process.exit(3);`,
    ends: failed,
    reason: /^AlgorithmError/,
  },
  {
    name: 'link-as-failure',
    script: `${header} fs.symlinkSync('/etc/passwd', base + '/output/failure'); process.exit(3);`,
    ends: failed,
    reason: /^AlgorithmError(?!.*root:)/s,
  },
  {
    name: 'failing',
    script: `${header} console.log('before'); await pause(1500); process.exit(7);`,
    ends: failed,
    reason: /^AlgorithmError/,
  },
  {
    name: 'killed',
    script: `${header} await pause(1000); process.kill(process.pid, 'SIGKILL');`,
    ends: failed,
    reason: /^AlgorithmError/,
  },
  {
    name: 'destroyer',
    script: `${header} await pause(500);
      for (const name of ['model', 'output', 'checkpoints', 'code']) fs.rmSync(base + '/' + name, { recursive: true, force: true });
      console.log('TRUTH: done');`,
    ends: ['Completed', 'Failed'],
  },
  {
    name: 'frozen',
    script: `${header} process.kill(process.pid, 'SIGSTOP'); setInterval(() => {}, 1000);`,
    ends: ['Stopped'],
    stop: true,
  },
  {
    name: 'endless',
    script: `${header} for (let each = 0; ; each += 1) { console.log('step ' + each); await pause(200); }`,
    ends: ['Stopped'],
    stop: true,
  },
];
