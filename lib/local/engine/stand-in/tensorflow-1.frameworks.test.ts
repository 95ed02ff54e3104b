import { afterAll, beforeAll, expect, it } from 'vitest';
import { images, startFrameworkBackend } from '../../../../testing/frameworks/framework-jobs';
import { hasEnded, jobBucket } from '../../../../testing/local/job-client';

let jobs: Awaited<ReturnType<typeof startFrameworkBackend>>;
beforeAll(async () => {
  jobs = await startFrameworkBackend();
});
afterAll(() => jobs.end());

it('runs a script for TensorFlow 1 by its names and those of Keras, resumes after its checkpoint, and serves its model', async (context) => {
  const { client } = jobs;
  const plan = await jobs.standInFor(images.tensorflow1);
  // From TensorFlow 2.16 on, which newer Pythons need, there is no older Keras.
  if (!/^TensorFlow 2\.(?:\d|1[0-5])\./.test(plan.sentence)) context.skip(plan.sentence);
  await jobs.launchScripts('one', 'testing/frameworks/tensorflow-1', images.tensorflow1, {
    HyperParameters: { epochs: '"4"', model_dir: JSON.stringify(`s3://${jobBucket}/one/model`) },
  });
  await jobs.interrupt('one', 2);
  const job = await client.waitFor('one', hasEnded, 570_000);
  const lines = await client.lines('one');
  expect(job.FailureReason, lines.slice(-30).join('\n')).toBeUndefined();
  expect(lines.join('\n')).toContain('the nearest to 1.15.2');
  const resumed = /Resuming training from epoch: (\d+)/.exec(lines.join('\n'))?.[1];
  expect(Number(resumed)).toBeGreaterThanOrEqual(3);
  // The names that metric definitions of such scripts look for.
  expect(lines.join('\n')).toMatch(
    /400\/400 .*step - loss: [\d.]+ - accuracy: [\d.]+ - val_loss: [\d.]+ - val_accuracy: [\d.]+/,
  );

  const endpoint = await jobs.deploy(
    'one',
    images.tensorflow1Inference,
    `s3://${jobBucket}/out/one/output/model.tar.gz`,
  );
  expect(endpoint.FailureReason).toBeUndefined();
  const { predictions } = JSON.parse(
    await jobs.ask('one', '{"instances":[[-0.6,-0.6],[0.6,0.6]]}', 'application/json'),
  ) as { predictions: number[][] };
  expect(predictions.map((row) => row.indexOf(Math.max(...row)))).toEqual([0, 3]);
});
