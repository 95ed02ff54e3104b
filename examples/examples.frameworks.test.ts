import { readFile } from 'node:fs/promises';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { type Channel } from '@aws-sdk/client-sagemaker';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { abaloneRows } from '../testing/frameworks/abalone';
import { dashboardOf } from '../testing/frameworks/dashboard-of';
import { images, startFrameworkBackend } from '../testing/frameworks/framework-jobs';
import { hasEnded, jobBucket } from '../testing/local/job-client';

/** Each at its smoke size or below, as its example.json sends it: trained, lost, resumed and served. */
let jobs: Awaited<ReturnType<typeof startFrameworkBackend>>;
let dashboard: Awaited<ReturnType<typeof dashboardOf>>;
beforeAll(async () => {
  jobs = await startFrameworkBackend();
  dashboard = await dashboardOf(jobs.backend);
});
afterAll(() => jobs.end());

interface ExampleFile {
  hyperparameters: Record<string, unknown>;
  smoke: { hyperparameters: Record<string, unknown> };
}

const runExample = async (
  name: string,
  image: string,
  InputDataConfig: Channel[],
  afterEpoch: number,
  change: Record<string, unknown> = {},
) => {
  const text = await readFile(`examples/${name}/example.json`, 'utf8');
  const { hyperparameters, smoke } = JSON.parse(text) as ExampleFile;
  const all = { ...hyperparameters, ...smoke.hyperparameters, ...change };
  await jobs.launchScripts(name, `examples/${name}`, image, {
    HyperParameters: Object.fromEntries(
      Object.entries(all).map(([key, value]) => [key, JSON.stringify(String(value))]),
    ),
    InputDataConfig,
  });
  await jobs.interrupt(name, afterEpoch);
  const job = await jobs.client.waitFor(name, hasEnded, 570_000);
  const lines = await jobs.client.lines(name);
  expect(job.FailureReason, lines.slice(-30).join('\n')).toBeUndefined();
  expect(job.SecondaryStatusTransitions?.map(({ Status }) => Status)).toContain('Interrupted');
  return lines;
};

const channel = (ChannelName: string, S3Uri: string): Channel => ({
  ChannelName,
  DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri } },
});

const put = (Key: string, Body: Uint8Array | string) =>
  jobs.client.s3.send(new PutObjectCommand({ Bucket: jobBucket, Key, Body }));

/** A .npy file of bytes. https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html */
const npy = (shape: number[], bytes: Uint8Array): Buffer => {
  const text = `{'descr': '|u1', 'fortran_order': False, 'shape': (${shape.join(', ')},), }`;
  const header = `${text.padEnd(117)}\n`;
  const start = Buffer.from([0x93, ...Buffer.from('NUMPY'), 1, 0, header.length & 255, header.length >> 8]);
  return Buffer.concat([start, Buffer.from(header, 'latin1'), bytes]);
};

const classes = Array.from('0123456789');

/** Pictures that are as bright as their class says. */
const pictures = (count: number) => {
  const labels = Uint8Array.from({ length: count }, (_, index) => index % 10);
  const bytes = new Uint8Array(count * 3072);
  labels.forEach((label, index) => bytes.fill(12 + 25 * label, index * 3072, (index + 1) * 3072));
  return { images: npy([count, 32, 32, 3], bytes), labels: npy([count], labels) };
};

it('PyTorch CIFAR-10', async () => {
  for (const [part, count] of [
    ['train', 640],
    ['validation', 100],
  ] as const) {
    const { images: body, labels } = pictures(count);
    await put(`cifar/${part}/images-1.npy`, body);
    await put(`cifar/${part}/labels-1.npy`, labels);
  }
  const lines = await runExample(
    'pytorch-cifar10',
    images.pytorch,
    [channel('training', `s3://${jobBucket}/cifar/`)],
    1,
    { width: 8, 'batch-size': 16, 'learning-rate': 0.003 },
  );
  expect(lines).toContain('Latest epoch checkpoint file name: checkpoint-1.pth');
  expect(lines).toContain('Resuming training from epoch: 2');
  const epochs = lines.flatMap((line) => /^epoch: (\d+) - loss: [\d.]+ - accuracy/.exec(line)?.[1] ?? []);
  expect(epochs).toEqual(['1', '2', '3']);

  expect((await dashboard.deploy('pytorch-cifar10', 'pictures')).failureReason).toBeUndefined();
  const picture = Array.from({ length: 32 }, () => Array.from({ length: 32 }, () => [0, 128, 255]));
  const [row] = JSON.parse(
    await jobs.ask('pictures', JSON.stringify({ instances: [picture] }), 'application/json'),
  ) as number[][];
  expect(row).toHaveLength(10);
  expect(row!.reduce((sum, each) => sum + each, 0)).toBeCloseTo(1, 3);
  const evaluation = await dashboard.evaluate('pictures', {
    imagesS3Uri: `s3://${jobBucket}/cifar/validation/images-1.npy`,
    labelsS3Uri: `s3://${jobBucket}/cifar/validation/labels-1.npy`,
    classNames: classes,
  });
  expect(evaluation).toMatchObject({ count: 100, jobName: 'pytorch-cifar10' });
  // They are told apart by their brightness alone.
  expect(evaluation.accuracy).toBeGreaterThan(0.15);
});

it('MXNet MNIST, from AWS’s sample data', async (context) => {
  const plan = await jobs.standInFor(images.mxnet);
  if (plan.state === 'impossible') context.skip(plan.reason);
  const sample = 's3://sagemaker-sample-data-us-east-1/mxnet/mnist';
  const lines = await runExample(
    'mxnet-mnist',
    images.mxnet,
    [channel('train', `${sample}/train`), channel('test', `${sample}/test`)],
    2,
    { epochs: 12, 'train-size': 1200 },
  );
  const resumed = Number(
    lines.flatMap((line) => /^Resuming training from epoch: (\d+)/.exec(line)?.[1] ?? [])[0],
  );
  expect(resumed).toBeGreaterThanOrEqual(2);
  const scores = lines.flatMap((line) => {
    const match = /Epoch\[(\d+)\] Validation-accuracy=([\d.]+)/.exec(line);
    return match ? [[Number(match[1]), Number(match[2])] as const] : [];
  });
  expect(scores.at(-1)![0]).toBe(11);
  expect(scores.at(-1)![1]).toBeGreaterThan(0.5);

  expect((await dashboard.deploy('mxnet-mnist', 'digits')).failureReason).toBeUndefined();
  const blank = Array.from({ length: 28 }, () => new Array(28).fill(0));
  const answer = JSON.parse(
    await jobs.ask('digits', JSON.stringify([blank, blank]), 'application/json'),
  ) as number[][];
  expect(answer.map((row) => row.length)).toEqual([10, 10]);
  const evaluation = await dashboard.evaluate('digits', {
    ...(await jobs.someDigits(400)),
    classNames: classes,
  });
  expect(evaluation).toMatchObject({ count: 400, jobName: 'mxnet-mnist' });
  expect(evaluation.accuracy).toBeGreaterThan(0.5);
});

it('XGBoost abalone by a script', async () => {
  await put('abalone/train/a.libsvm', abaloneRows(400, 1, 'libsvm'));
  await put('abalone/validation/a.libsvm', abaloneRows(100, 2, 'libsvm'));
  const lines = await runExample(
    'xgboost-abalone-script',
    images.xgboost,
    ['train', 'validation'].map((name) => channel(name, `s3://${jobBucket}/abalone/${name}/`)),
    3,
    { num_round: 150 },
  );
  const resumed = Number(lines.flatMap((line) => /^Resuming from iteration (\d+)/.exec(line)?.[1] ?? [])[0]);
  expect(resumed).toBeGreaterThan(3);
  const rounds = lines.flatMap(
    (line) => /^\[(\d+)\]#011train-rmse:[\d.]+#011validation-rmse:/.exec(line)?.[1] ?? [],
  );
  expect(rounds.at(-1)).toBe('149');
  const { failureReason, model } = await dashboard.deploy('xgboost-abalone-script', 'rings');
  expect(failureReason).toBeUndefined();
  expect(model?.environment.SAGEMAKER_SUBMIT_DIRECTORY).toMatch(/^s3:.*scripts\.tar\.gz$/);
  const row = '1:1 2:0.45 3:0.36 4:0.13 5:0.55 6:0.24 7:0.12 8:0.16';
  expect(Number(JSON.parse(await jobs.ask('rings', row, 'text/libsvm')))).toBeGreaterThan(1);
  const evaluation = await dashboard.evaluate('rings', {
    imagesS3Uri: `s3://${jobBucket}/abalone/validation/a.libsvm`,
    format: 'libsvm',
  });
  expect(evaluation.count).toBe(100);
  expect(evaluation.rmse).toBeLessThan(5);
});
