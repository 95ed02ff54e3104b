import { GetObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { dashboardOf } from '../../testing/frameworks/dashboard-of';
import { images, startFrameworkBackend } from '../../testing/frameworks/framework-jobs';
import { listArchive } from '../../testing/frameworks/list-archive';
import { hasEnded, jobBucket } from '../../testing/local/job-client';

const folder = 'examples/tensorflow-mnist';
let jobs: Awaited<ReturnType<typeof startFrameworkBackend>>;
beforeAll(async () => {
  jobs = await startFrameworkBackend();
});
afterAll(() => jobs.end());

it('trains on real TensorFlow, resumes at the epoch after its checkpoint, and saves a SavedModel', async () => {
  const { client } = jobs;
  await jobs.launchScripts('keras', folder, images.tensorflow, {
    HyperParameters: { epochs: '"4"', 'train-size': '"1200"', 'checkpoint-path': '"/opt/ml/checkpoints"' },
    InputDataConfig: [
      {
        ChannelName: 'training',
        DataSource: {
          S3DataSource: {
            S3DataType: 'S3Prefix',
            S3Uri: 's3://sagemaker-sample-data-us-east-1/tensorflow/mnist/',
          },
        },
      },
    ],
  });
  await jobs.interrupt('keras', 2);
  const job = await client.waitFor('keras', hasEnded, 570_000);
  const lines = await client.lines('keras');
  expect(job.FailureReason, lines.slice(-30).join('\n')).toBeUndefined();
  expect(job.SecondaryStatusTransitions?.map(({ Status }) => Status)).toContain('Interrupted');
  expect(lines).toContain(
    'TensorFlow 2.19.0 on Python 3.11 stands in for the image tensorflow-training:2.19.0-cpu-py312-ubuntu22.04-sagemaker.',
  );
  const resumed = lines.find((line) => line.startsWith('Resuming training from epoch: '));
  expect(Number(resumed?.split(': ')[1])).toBeGreaterThanOrEqual(3);
  expect(lines).toContain('Epoch 4/4');
  const { Body } = await client.s3.send(
    new GetObjectCommand({ Bucket: jobBucket, Key: 'out/keras/output/model.tar.gz' }),
  );
  expect(await listArchive(await Body!.transformToByteArray())).toContain('1/saved_model.pb');

  const dashboard = await dashboardOf(jobs.backend);
  const { failureReason, model } = await dashboard.deploy('keras', 'keras');
  expect(failureReason).toBeUndefined();
  expect(model?.image).toBe(images.tensorflowInference);
  const blank = Array.from({ length: 28 }, () => new Array(28).fill(0));
  const answer = JSON.parse(
    await jobs.ask('keras', JSON.stringify({ instances: [blank, blank] }), 'application/json'),
  ) as {
    predictions: number[][];
  };
  expect(answer.predictions).toHaveLength(2);
  expect(answer.predictions[0]!.reduce((sum, each) => sum + each, 0)).toBeCloseTo(1, 3);
  await expect(jobs.ask('keras', '{"instances":[[1,2]]}', 'application/json')).rejects.toThrow(/\(400\)/);
  await expect(jobs.ask('keras', 'x', 'application/x-npy')).rejects.toThrow(/Unsupported content type/);

  const classNames = Array.from('0123456789');
  const evaluation = await dashboard.evaluate('keras', { ...(await jobs.someDigits(400)), classNames });
  expect(evaluation).toMatchObject({ count: 400, jobName: 'keras' });
  expect(evaluation.accuracy).toBeGreaterThan(0.5);
});
