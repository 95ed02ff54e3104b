import { afterAll, beforeAll, expect, it } from 'vitest';
import { dashboardOf } from '../../../../testing/frameworks/dashboard-of';
import { images, startFrameworkBackend } from '../../../../testing/frameworks/framework-jobs';
import { hasEnded } from '../../../../testing/local/job-client';

let jobs: Awaited<ReturnType<typeof startFrameworkBackend>>;
beforeAll(async () => {
  jobs = await startFrameworkBackend();
});
afterAll(() => jobs.end());

const numberIn = (lines: readonly string[], pattern: RegExp): number =>
  Number(lines.map((line) => pattern.exec(line)?.[1]).find((found) => found !== undefined));

it('trains on PyTorch, without CUDA where pip has such a build, resumes after its checkpoint, and is served with its handlers, which Deploy packs', async () => {
  const { client } = jobs;
  await jobs.launchScripts('torch', 'testing/frameworks/pytorch', images.pytorch, {
    HyperParameters: { epochs: '"5"' },
  });
  await jobs.interrupt('torch', 2);
  const job = await client.waitFor('torch', hasEnded, 570_000);
  const lines = await client.lines('torch');
  expect(job.FailureReason, lines.slice(-30).join('\n')).toBeUndefined();
  expect(lines.join('\n')).toMatch(
    /PyTorch [\d.]+.* stands in for the image pytorch-training:2\.8\.0-cpu-py312\./,
  );
  expect(lines.join('\n')).toMatch(/^torchvision [\d.]+.* gives \(1, 1000\) on algo-1$/m);
  const record = (await jobs.environments()).find(({ framework }) => framework === 'pytorch');
  // CUDA comes along only where the reader is told that there is nothing else.
  if (!lines.some((line) => line.includes('with CUDA, since'))) expect(record!.bytes).toBeLessThan(2e9);

  const resumed = numberIn(lines, /^Resuming training from epoch: (\d+)/);
  expect(resumed).toBeGreaterThanOrEqual(3);
  const epochs = lines.flatMap((line) => /^epoch: (\d+) - loss/.exec(line)?.[1] ?? []).map(Number);
  // What was whole at the notice is not trained again.
  expect(epochs).toEqual([1, 2, 3, 4, 5]);

  const { failureReason, model } = await (await dashboardOf(jobs.backend)).deploy('torch', 'torch');
  expect(failureReason).toBeUndefined();
  expect(model).toMatchObject({
    image: images.pytorchInference,
    archiveS3Uri: expect.stringContaining('/out/torch/with-code/'),
    environment: { SAGEMAKER_PROGRAM: 'inference.py', SAGEMAKER_SUBMIT_DIRECTORY: '/opt/ml/model/code' },
  });
  const body = JSON.stringify({
    instances: [
      [-0.6, -0.6],
      [0.7, -0.5],
      [0.6, 0.6],
    ],
  });
  const { predictions } = JSON.parse(await jobs.ask('torch', body, 'application/json')) as {
    predictions: number[][];
  };
  expect(predictions.map((row) => row.indexOf(Math.max(...row)))).toEqual([0, 1, 3]);
  await expect(jobs.ask('torch', body, 'text/csv')).rejects.toThrow(/no text\/csv, please/);
});

it('trains data parallel on two hosts over gloo; both are lost and both resume', async () => {
  const { client } = jobs;
  await jobs.launchScripts('parallel', 'testing/frameworks/pytorch-ddp', images.pytorch, {
    ResourceConfig: { InstanceType: 'ml.m5.xlarge', InstanceCount: 2, VolumeSizeInGB: 10 },
  });
  await jobs.interrupt('parallel', 2);
  const job = await client.waitFor('parallel', hasEnded, 570_000);
  const lines = await client.lines('parallel');
  expect(job.FailureReason, lines.slice(-30).join('\n')).toBeUndefined();
  for (const rank of [0, 1]) {
    expect(numberIn(lines, new RegExp(`^rank ${rank} resumes at epoch (\\d+)`))).toBeGreaterThanOrEqual(3);
    expect(lines).toContain(`rank ${rank} of 2 has weights [1.0, -2.0, 0.5, 3.0]`);
  }
  expect(job.SecondaryStatusTransitions?.map(({ Status }) => Status)).toContain('Interrupted');
});
