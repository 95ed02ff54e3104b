import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import type { Readable } from 'node:stream';
import { CloudWatchClient, GetMetricStatisticsCommand } from '@aws-sdk/client-cloudwatch';
import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { StopTrainingJobCommand } from '@aws-sdk/client-sagemaker';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hasEnded, jobBucket as Bucket, type JobClient, openJobClient } from '../../testing/local/job-client';
import { canMount, mountSmallDisk, type SmallDisk } from '../../testing/local/small-disk';
import { startBackend, type TestBackend } from '../../testing/local/start-backend';

let disk: SmallDisk;
let backend: TestBackend;
let client: JobClient;

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Each epoch is a line, a metric and a checkpoint; `/tmp`-like files of its own are not needed. */
const counting = (epochs: number, ms: number) => `
import * as fs from 'node:fs';
const folder = process.env.SAGEMAKER_BASE_DIR + '/checkpoints';
const from = Math.max(0, ...fs.readdirSync(folder).map((name) => Number(/checkpoint-(\\d+)\\.txt$/.exec(name)?.[1] ?? 0)));
if (from > 0) console.log('resumed after ' + from);
for (let epoch = from + 1; epoch <= ${epochs}; epoch += 1) {
  await new Promise((resolve) => setTimeout(resolve, ${ms}));
  console.log('epoch ' + epoch + ' loss: 0.' + epoch);
  for (;;) {
    try {
      fs.writeFileSync(folder + '/partial', 'c'.repeat(3000) + epoch);
      break;
    } catch (error) {
      if (error.code !== 'ENOSPC') throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  fs.renameSync(folder + '/partial', folder + '/checkpoint-' + epoch + '.txt');
}
fs.mkdirSync(process.env.SM_MODEL_DIR, { recursive: true });
fs.writeFileSync(process.env.SM_MODEL_DIR + '/weights.txt', 'w'.repeat(200));
`;

const epochsOf = (lines: readonly string[]) =>
  lines.flatMap((line) => /^epoch (\d+) /.exec(line)?.[1] ?? []).map(Number);
const keys = async (Prefix: string) => {
  const { Contents = [] } = await client.s3.send(new ListObjectsV2Command({ Bucket, Prefix }));
  return Contents.map(({ Key = '' }) => Key.slice(Prefix.length));
};
const notices = async () =>
  (await (await fetch(`${backend.url}/_local/notices`)).json()) as { kind: string; message: string }[];
const untilNoticed = async (count: number) => {
  for (let tries = 0; (await notices()).length !== count; tries += 1) {
    if (tries > 200) throw new Error(`not ${count} notices: ${JSON.stringify(await notices())}`);
    await pause(50);
  }
};

// A file system of its own can only be mounted by root; elsewhere the unit tests of the disk's state remain.
describe.skipIf(!canMount())('a disk that is full for a while', () => {
  beforeEach(async () => {
    disk = mountSmallDisk(24);
    backend = await startBackend({ dataDir: path.join(disk.folder, 'data'), checkpointSyncMs: 100 });
    client = await openJobClient(backend.url);
  });
  afterEach(async () => {
    client.end();
    disk.free();
    try {
      await backend.end();
    } finally {
      disk.unmount();
    }
  });

  it('costs jobs nothing, wherever they are: they wait and complete, with all lines, metrics and checkpoints', async () => {
    await client.launch('training', counting(12, 150));
    // Its program is done while the disk is full: the artifacts wait.
    await client.launch('uploading', counting(1, 900));
    await client.waitFor('training', ({ SecondaryStatus }) => SecondaryStatus === 'Training');
    await client.waitFor('uploading', ({ SecondaryStatus }) => SecondaryStatus === 'Training');
    // Its instance comes while the disk is full.
    const launched = client.launch('starting', counting(2, 10)).catch((error: Error) => error.name);
    disk.fill();
    const refused = await launched;
    await untilNoticed(1);
    await pause(2500);
    expect((await client.describe('training')).TrainingJobStatus).toBe('InProgress');
    const [notice] = await notices();
    expect(notice).toMatchObject({ kind: 'disk-full', message: expect.stringContaining('(data) is full') });
    expect(notice!.message).not.toContain(disk.folder);
    disk.free();
    if (refused !== undefined) await client.launch('again', counting(2, 10));
    const names = ['training', 'uploading', refused === undefined ? 'starting' : 'again'];
    for (const name of names) {
      const job = await client.waitFor(name, hasEnded);
      expect(`${name} ${job.TrainingJobStatus} ${job.FailureReason ?? ''}`.trim()).toBe(`${name} Completed`);
    }
    expect(epochsOf(await client.lines('training'))).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    expect((await keys('training/checkpoints/')).sort()).toEqual(
      Array.from({ length: 12 }, (_, index) => `checkpoint-${index + 1}.txt`).sort(),
    );
    expect(await keys('out/uploading/output/')).toEqual(['model.tar.gz']);
    const { FinalMetricDataList = [] } = await client.describe('training');
    expect(FinalMetricDataList.map(({ Value }) => Value)).toEqual([expect.closeTo(0.12, 5)]);
    const cloudwatch = new CloudWatchClient(backend.client);
    const { Datapoints = [] } = await cloudwatch.send(
      new GetMetricStatisticsCommand({
        Namespace: '/aws/sagemaker/TrainingJobs',
        MetricName: 'loss',
        Dimensions: [{ Name: 'TrainingJobName', Value: 'training' }],
        StartTime: new Date(Date.now() - 3600_000),
        EndTime: new Date(Date.now() + 3600_000),
        Period: 3600,
        Statistics: ['SampleCount'],
      }),
    );
    cloudwatch.destroy();
    expect(Datapoints.reduce((sum, { SampleCount = 0 }) => sum + SampleCount, 0)).toBe(12);
    await untilNoticed(0);
    expect(await readdir(path.join(backend.dataDir, 'local/attempts'))).toEqual([]);
  });

  it('is told to S3 clients so that they try again by themselves; half an object is never stored', async () => {
    await client.s3.send(new PutObjectCommand({ Bucket, Key: 'kept', Body: 'before' }));
    disk.fill();
    const put = (s3: S3Client) =>
      s3.send(new PutObjectCommand({ Bucket, Key: 'kept', Body: 'x'.repeat(300_000) }));
    await expect(put(client.s3)).rejects.toMatchObject({
      name: 'ServiceUnavailable',
      message: expect.stringMatching(/disk .*\(data\) is full\. Free some space/),
      $metadata: { httpStatusCode: 503 },
    });
    const read = async () =>
      text((await client.s3.send(new GetObjectCommand({ Bucket, Key: 'kept' }))).Body as Readable);
    expect(await read()).toBe('before');
    const patient = new S3Client({ ...backend.client, maxAttempts: 10 });
    const putting = put(patient);
    await pause(500);
    disk.free();
    await putting;
    patient.destroy();
    expect(await read()).toBe('x'.repeat(300_000));
    await untilNoticed(0);
  });

  it('makes an order wait for its caller, and leaves the job as it was', async () => {
    await client.launch('ordered', counting(1000, 100));
    await client.waitFor('ordered', ({ SecondaryStatus }) => SecondaryStatus === 'Training');
    disk.fill();
    await untilNoticed(1);
    const stop = () => client.sagemaker.send(new StopTrainingJobCommand({ TrainingJobName: 'ordered' }));
    await expect(stop()).rejects.toMatchObject({ $metadata: { httpStatusCode: 503 } });
    const interrupt = await fetch(`${backend.url}/_local/training-jobs/ordered/interrupt`, {
      method: 'POST',
    });
    expect(interrupt.status).toBe(503);
    expect((await client.describe('ordered')).SecondaryStatus).toBe('Training');
    disk.free();
    await untilNoticed(0);
    await stop();
    const job = await client.waitFor('ordered', hasEnded);
    expect([job.TrainingJobStatus, job.SecondaryStatus]).toEqual(['Stopped', 'Stopped']);
  });

  it('does not keep the backend from ending, and its job resumes', async () => {
    await client.launch('resumed', counting(40, 100));
    await client.waitFor('resumed', ({ SecondaryStatus }) => SecondaryStatus === 'Training');
    while ((await keys('resumed/checkpoints/')).length < 2) await pause(50);
    disk.fill();
    await untilNoticed(1);
    // Its start may need room, too.
    const restarted = backend.restart().catch(() => undefined);
    await pause(1500);
    disk.free();
    backend = (await restarted) ?? (await startBackend({ dataDir: backend.dataDir, checkpointSyncMs: 100 }));
    client.end();
    client = await openJobClient(backend.url);
    expect((await client.waitFor('resumed', hasEnded)).TrainingJobStatus).toBe('Completed');
    expect(await client.lines('resumed')).toContainEqual(expect.stringMatching(/^resumed after [1-9]/));
  });

  it('that a script fills itself is the script’s failure', async () => {
    await client.launch(
      'greedy',
      `import * as fs from 'node:fs';
       const handle = fs.openSync(process.env.SAGEMAKER_BASE_DIR + '/all', 'w');
       for (;;) fs.writeSync(handle, Buffer.alloc(1024 * 1024));`,
    );
    const job = await client.waitFor('greedy', hasEnded);
    expect(job.TrainingJobStatus).toBe('Failed');
    expect(job.FailureReason).toMatch(/^AlgorithmError: .*ENOSPC/s);
  });
});
