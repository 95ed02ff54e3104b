import { afterAll, beforeAll, expect, it } from 'vitest';
import { dashboardOf } from '../../../../testing/frameworks/dashboard-of';
import { images, startFrameworkBackend } from '../../../../testing/frameworks/framework-jobs';
import { hasEnded } from '../../../../testing/local/job-client';

let jobs: Awaited<ReturnType<typeof startFrameworkBackend>>;
beforeAll(async () => {
  jobs = await startFrameworkBackend();
});
afterAll(() => jobs.end());

it('trains on MXNet, resumes after its checkpoint, and is served with its handlers, which Deploy packs', async (context) => {
  const { client } = jobs;
  const plan = await jobs.standInFor(images.mxnet);
  // Its last release has wheels for some machines and Pythons only: then a job says so, which is tried with other images.
  if (plan.state === 'impossible') context.skip(plan.reason);
  await jobs.launchScripts('mx', 'testing/frameworks/mxnet', images.mxnet, {
    HyperParameters: { epochs: '"20"', 'learning-rate': '"0.1"' },
  });
  await jobs.interrupt('mx', 2);
  const job = await client.waitFor('mx', hasEnded, 570_000);
  const lines = await client.lines('mx');
  expect(job.FailureReason, lines.slice(-30).join('\n')).toBeUndefined();
  expect(lines.join('\n')).toContain('stands in for the image mxnet-training:1.9.0-cpu-py38.');
  const epochs = lines.flatMap(
    (line) => /^INFO:root:Epoch\[(\d+)\] Validation-accuracy=/.exec(line)?.[1] ?? [],
  );
  const resumed = Number(
    lines.flatMap((line) => /^Resuming training from epoch: (\d+)/.exec(line)?.[1] ?? [])[0],
  );
  expect(resumed).toBeGreaterThanOrEqual(2);
  expect(Number(epochs.at(-1))).toBe(19);

  const { failureReason, model } = await (await dashboardOf(jobs.backend)).deploy('mx', 'mx');
  expect(failureReason).toBeUndefined();
  expect(model).toMatchObject({
    image: images.mxnetInference,
    archiveS3Uri: expect.stringContaining('/out/mx/with-code/'),
  });
  const [row] = JSON.parse(await jobs.ask('mx', '[[0.6, 0.6]]', 'application/json')) as number[][];
  expect(row!.indexOf(Math.max(...row!))).toBe(3);
});
