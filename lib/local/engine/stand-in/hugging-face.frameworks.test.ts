import { afterAll, beforeAll, expect, it } from 'vitest';
import { dashboardOf } from '../../../../testing/frameworks/dashboard-of';
import { images, startFrameworkBackend } from '../../../../testing/frameworks/framework-jobs';
import { hasEnded } from '../../../../testing/local/job-client';

let jobs: Awaited<ReturnType<typeof startFrameworkBackend>>;
beforeAll(async () => {
  jobs = await startFrameworkBackend();
});
afterAll(() => jobs.end());

it('trains with Transformers’ Trainer, resumes from its checkpoint, and is served by a pipeline without a script', async () => {
  const { client } = jobs;
  await jobs.launchScripts('sentiment', 'testing/frameworks/huggingface', images.huggingFace, {
    HyperParameters: { epochs: '"4"' },
  });
  await jobs.interrupt('sentiment', 2);
  const job = await client.waitFor('sentiment', hasEnded, 570_000);
  const lines = await client.lines('sentiment');
  expect(job.FailureReason, lines.slice(-30).join('\n')).toBeUndefined();
  expect(lines.join('\n')).toMatch(
    /^Resuming training from checkpoint \/opt\/ml\/checkpoints\/checkpoint-\d+$/m,
  );

  const dashboard = await dashboardOf(jobs.backend);
  expect((await dashboard.deploy('sentiment', 'sentiment')).failureReason).toBeUndefined();
  const ask = async (body: unknown) =>
    JSON.parse(await jobs.ask('sentiment', JSON.stringify(body), 'application/json')) as unknown;
  expect(await ask({ inputs: ['a good film', 'a dull book'] })).toMatchObject([
    { label: 'LABEL_1' },
    { label: 'LABEL_0' },
  ]);
  const both = (await ask({ inputs: 'a great song', parameters: { top_k: 2 } })) as { label: string }[];
  expect(both.map(({ label }) => label)).toEqual(['LABEL_1', 'LABEL_0']);
  await expect(jobs.ask('sentiment', 'not JSON', 'application/json')).rejects.toThrow(/not JSON/);
  await expect(jobs.ask('sentiment', 'x', 'image/png')).rejects.toThrow(/image\/png is not supported/);
});
