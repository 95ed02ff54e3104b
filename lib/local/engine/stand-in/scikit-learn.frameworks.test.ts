import { PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { abaloneRows } from '../../../../testing/frameworks/abalone';
import { images, startFrameworkBackend } from '../../../../testing/frameworks/framework-jobs';
import { hasEnded, jobBucket } from '../../../../testing/local/job-client';

let jobs: Awaited<ReturnType<typeof startFrameworkBackend>>;
beforeAll(async () => {
  jobs = await startFrameworkBackend();
  const Body = abaloneRows(400, 3, 'csv');
  await jobs.client.s3.send(new PutObjectCommand({ Bucket: jobBucket, Key: 'rings/a.csv', Body }));
});
afterAll(() => jobs.end());

const train = async (name: string, requirements: string) => {
  await jobs.launchScripts(name, 'testing/frameworks/scikit-learn', images.scikitLearn, {
    Environment: { SERVING_REQUIREMENTS: requirements },
    InputDataConfig: [
      {
        ChannelName: 'train',
        DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: `s3://${jobBucket}/rings/` } },
      },
    ],
  });
  const job = await jobs.client.waitFor(name, hasEnded, 570_000);
  expect(job.FailureReason).toBeUndefined();
  return jobs.deploy(name, images.scikitLearn, `s3://${jobBucket}/out/${name}/output/model.tar.gz`);
};

it('trains on scikit-learn, and serves by handlers with code/requirements.txt', async () => {
  const endpoint = await train('rings', 'tabulate==0.9.0');
  expect(endpoint.FailureReason).toBeUndefined();
  const rows = '0.45,0.36,0.13,0.55,0.24,0.12,0.16\n0.7,0.56,0.2,2,0.9,0.44,0.58';
  const [young, old] = (await jobs.ask('rings', rows, 'text/csv')).split(',').map(Number);
  expect(young!).toBeLessThan(old!);
  await expect(jobs.ask('rings', 'x', 'image/png')).rejects.toThrow(/\(415\).*image\/png is not supported/s);
});

it('says at deploy which requirement cannot be had', async () => {
  const endpoint = await train('unserved', 'spotdeck-has-no-such-package==1.0');
  expect(endpoint.EndpointStatus).toBe('Failed');
  expect(endpoint.FailureReason).toMatch(/It said: ERROR: .*spotdeck-has-no-such-package==1\.0/);
});
