import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { type TrainingJob } from '../../lib/training/training-job';
import { completed, example, launchExample } from './bench-job';
import { downloadDigits } from './digits';
import { type Figure, median } from './figure';
import { secondsSince } from './spotdeck-process';

const repeats = 5;
const hyperparameters = { epochs: 5, 'batch-size': 64, units: 128, 'train-size': 20_000, seed: 1 };
const limit = 0.05;

/**
 * The program's own time, from its start to its end, run by the backend as a spot job with checkpoints and run
 * bare with the same arguments; in turns, so that both have the same weather.
 */
export const measureEngineOverhead = async (root: string, folder: string): Promise<Figure[]> => {
  const digits = await downloadDigits(path.join(folder, 'digits'));
  const bare: number[] = [];
  const managed: number[] = [];
  const around: number[] = [];
  const measureBare = async () => {
    bare.push(await runBare(path.join(root, 'examples', example), path.join(folder, 'bare'), digits));
  };
  const measureManaged = async (repeat: number) => {
    const name = `bench-overhead-${repeat}`;
    await launchExample(name, hyperparameters);
    const job = await completed(name);
    managed.push(programSeconds(job));
    around.push(((job.trainingEndedAt ?? NaN) - job.createdAt) / 1000 - programSeconds(job));
  };
  for (let repeat = 1; repeat <= repeats; repeat++) {
    // In changing order, so that a machine that slows down or speeds up favours neither.
    if (repeat % 2 === 1) await measureBare();
    await measureManaged(repeat);
    if (repeat % 2 === 0) await measureBare();
  }
  const share = median(managed) / median(bare) - 1;
  return [
    {
      metric: `training of ${median(bare).toFixed(1)} s bare, run by the backend`,
      measured: `${share >= 0 ? '+' : '−'}${Math.abs(100 * share).toFixed(1)} %`,
      target: `≤ +${100 * limit} %`,
      met: share <= limit,
      samples: managed.map((seconds, index) => seconds / (bare[index] ?? NaN) - 1),
    },
    {
      metric: 'the job around it: download, restore, upload',
      measured: `${median(around).toFixed(2)} s`,
      samples: around,
    },
  ];
};

/** Seconds in Training. */
const programSeconds = ({ name, transitions }: TrainingJob): number => {
  const span = transitions.find(({ status }) => status === 'Training');
  if (span?.endedAt === undefined) throw new Error(`${name} has not trained`);
  return (span.endedAt - span.startedAt) / 1000;
};

const runBare = async (source: string, base: string, digits: string): Promise<number> => {
  await rm(base, { recursive: true, force: true });
  await mkdir(path.join(base, 'model'), { recursive: true });
  const args = Object.entries(hyperparameters).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const began = performance.now();
  const child = spawn(process.execPath, [path.join(source, 'train.mjs'), ...args], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      ...process.env,
      SAGEMAKER_BASE_DIR: base,
      SM_MODEL_DIR: path.join(base, 'model'),
      SM_CHANNEL_TRAINING: digits,
    },
  });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`the script run bare ended with exit code ${String(code)}`);
  return secondsSince(began);
};
