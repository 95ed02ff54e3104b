import { type TrainingJob } from '../../lib/training/training-job';
import { completed, launchScript, logLine } from './bench-job';
import { type Figure, median, percentile, secondsFigure } from './figure';

const renames = 100;
const smallFiles = 2000;
const largeBytes = 2 ** 30;
const repeats = 3;

/** A file is in S3 once its marker says so, so the script measures by its own clock. */
const head = `
import * as fs from 'node:fs';
const checkpoints = process.env.SAGEMAKER_BASE_DIR + '/checkpoints';
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const until = async (holds) => { while (!holds()) await sleep(1); };
const isUploaded = (name) => fs.existsSync(checkpoints + '/' + name + '.sagemaker-uploaded');
const seconds = (from) => (performance.now() - from) / 1000;
const tell = (samples) => console.log('measured ' + JSON.stringify(samples));
`;

const lagScript = `${head}
const samples = [];
for (let count = 0; count < ${renames}; count += 1) {
  fs.writeFileSync(checkpoints + '/next.tmp', Buffer.alloc(100_000, String(count)));
  fs.renameSync(checkpoints + '/next.tmp', checkpoints + '/checkpoint-' + count);
  const from = performance.now();
  await until(() => isUploaded('checkpoint-' + count));
  samples.push(seconds(from));
  await sleep(50);
}
tell(samples);`;

const smallScript = `${head}
const from = performance.now();
for (let count = 0; count < ${smallFiles}; count += 1) fs.writeFileSync(checkpoints + '/' + count, Buffer.alloc(1000, String(count)));
const written = seconds(from);
const isMarker = (name) => name.endsWith('.sagemaker-uploaded');
while (fs.readdirSync(checkpoints).filter(isMarker).length < ${smallFiles}) await sleep(20);
tell([seconds(from), written]);`;

const largeScript = `${head}
const part = Buffer.alloc(2 ** 24, 'x');
const file = fs.openSync(checkpoints + '/next.tmp', 'w');
for (let bytes = 0; bytes < ${largeBytes}; bytes += part.length) fs.writeSync(file, part);
fs.closeSync(file);
fs.renameSync(checkpoints + '/next.tmp', checkpoints + '/large');
const from = performance.now();
await until(() => isUploaded('large'));
tell([seconds(from)]);`;

/** Work of a fixed amount, with a checkpoint of 10 MB after each twentieth of it. */
const workScript = `${head}
fs.mkdirSync(checkpoints, { recursive: true });
const from = performance.now();
let value = 0.5;
for (let epoch = 0; epoch < 20; epoch += 1) {
  for (let step = 0; step < 60_000_000; step += 1) value = 3.7 * value * (1 - value);
  fs.writeFileSync(checkpoints + '/next.tmp', Buffer.alloc(10_000_000, String(value)));
  fs.renameSync(checkpoints + '/next.tmp', checkpoints + '/checkpoint-' + epoch);
  await sleep(0);
}
tell([seconds(from)]);`;

/** What a script measured of itself. */
const run = async (name: string, script: string, checkpointsOf?: string): Promise<number[]> => {
  await launchScript(name, script, checkpointsOf);
  const { message } = await logLine(name, /^measured /);
  await completed(name);
  return JSON.parse(message.slice('measured '.length)) as number[];
};

/** Seconds from an instance to the program's start, the restore among them. */
const restoreSeconds = async (of: string): Promise<number> => {
  const name = `${of}-again`;
  await launchScript(name, `console.log('restored');`, of);
  const { transitions }: TrainingJob = await completed(name);
  const span = transitions.find(({ status }) => status === 'Downloading');
  if (span?.endedAt === undefined) throw new Error(`${name} has not been downloading`);
  return (span.endedAt - span.startedAt) / 1000;
};

/** How soon checkpoints are in S3 and back, and what that costs the training beside it. */
export const measureCheckpoints = async (): Promise<Figure[]> => {
  const lags = await run('bench-lag', lagScript, 'bench-lag');
  const [small = NaN] = await run('bench-small', smallScript, 'bench-small');
  const [large = NaN] = await run('bench-large', largeScript, 'bench-large');
  const restoredSmall = await restoreSeconds('bench-small');
  const restoredLarge = await restoreSeconds('bench-large');
  const bare: number[] = [];
  const synced: number[] = [];
  for (let repeat = 1; repeat <= repeats; repeat += 1) {
    bare.push(...(await run(`bench-work-bare-${repeat}`, workScript)));
    synced.push(...(await run(`bench-work-synced-${repeat}`, workScript, `bench-work-synced-${repeat}`)));
  }
  const share = median(synced) / median(bare) - 1;
  return [
    {
      metric: `a checkpoint of 100 KB from its rename to S3, median / slowest of ${renames}`,
      measured: `${median(lags).toFixed(3)} s / ${percentile(lags, 1).toFixed(3)} s`,
      samples: lags,
    },
    secondsFigure(
      `${smallFiles.toLocaleString('en')} checkpoint files of 1 KB, from the first one's writing to all in S3`,
      [small],
    ),
    secondsFigure('a checkpoint of 1 GB from its rename to S3', [large]),
    secondsFigure(
      `restore of the ${smallFiles.toLocaleString('en')} files, with the rest of the preparation`,
      [restoredSmall],
    ),
    secondsFigure('restore of the 1 GB, with the rest of the preparation', [restoredLarge]),
    {
      metric: `training of ${median(bare).toFixed(1)} s with 20 checkpoints of 10 MB, synced against not synced`,
      measured: `${share >= 0 ? '+' : '−'}${Math.abs(100 * share).toFixed(1)} %`,
      samples: synced.map((seconds, index) => seconds / (bare[index] ?? NaN) - 1),
    },
  ];
};
