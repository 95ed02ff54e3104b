import { availableParallelism } from 'node:os';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { launchScript, startLiveBackend } from '../../testing/dashboard/live-backend';
import { type Backend } from './backends';
import { readCapabilities, interruptTrainingJob } from './capabilities';
import { defaultBucket, ensureDefaultBucket } from './default-bucket';
import { listLogStreams, readLogEvents, trainingLogGroup } from './logs';
import {
  bucketExists,
  deleteObject,
  getObject,
  getObjectBytes,
  headObject,
  listAllObjects,
  listObjects,
  objectExists,
  putObject,
} from './objects';
import { readHostMetrics } from './metrics';
import { onDemandPrice } from './prices';
import { listTags } from './tags';
import { describeTrainingJob, searchTrainingJobs, stopTrainingJob } from './training-jobs';

let live: Awaited<ReturnType<typeof startLiveBackend>>;
let backend: Backend;
let bucket: string;

beforeAll(async () => {
  live = await startLiveBackend();
  backend = live.backend;
  bucket = await ensureDefaultBucket(backend);
});
afterAll(() => live.end());

const finished = async (name: string) => {
  for (;;) {
    const job = await describeTrainingJob(backend, name);
    if (job.status !== 'InProgress') return job;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
};

describe('objects', () => {
  const at = (key: string) => ({ bucket, key });

  it('come back as they were put, whole and in parts', async () => {
    await putObject(backend, at('a/some text+1.txt'), 'hello world', {
      contentType: 'text/plain',
      metadata: { by: 'me' },
    });
    expect(String(await getObjectBytes(backend, at('a/some text+1.txt')))).toBe('hello world');
    expect(
      String(await getObjectBytes(backend, at('a/some text+1.txt'), { range: { start: 6, end: 8 } })),
    ).toBe('wor');
    expect(await headObject(backend, at('a/some text+1.txt'))).toMatchObject({
      sizeBytes: 11,
      contentType: 'text/plain',
      metadata: { by: 'me' },
    });
  });

  it('are streamed in parts where they are large', async () => {
    const chunk = Buffer.alloc(1024 * 1024, 'x');
    await putObject(backend, at('large'), Readable.from(Array.from({ length: 12 }, () => chunk)));
    expect((await headObject(backend, at('large'))).sizeBytes).toBe(12 * chunk.length);
    const { body } = await getObject(backend, at('large'), { range: { start: 12 * chunk.length - 3 } });
    expect(await text(body)).toBe('xxx');
    await expect(getObjectBytes(backend, at('large'), { maxBytes: 1000 })).rejects.toMatchObject({
      code: 'invalid-input',
    });
  });

  it('are listed page by page, folders apart', async () => {
    for (const key of ['list/1', 'list/2', 'list/deep/3']) await putObject(backend, at(key), key);
    const page = await listObjects(backend, at('list/'), { delimiter: '/' });
    expect([page.objects.map(({ key }) => key), page.folders]).toEqual([
      ['list/1', 'list/2'],
      ['list/deep/'],
    ]);
    const first = await listObjects(backend, at('list/'), { pageSize: 2 });
    const second = await listObjects(backend, at('list/'), { token: first.nextToken ?? '' });
    expect([...first.objects, ...second.objects].map(({ key }) => key)).toEqual([
      'list/1',
      'list/2',
      'list/deep/3',
    ]);
    expect(await listAllObjects(backend, at('list/'), 2)).toMatchObject({
      cut: true,
      objects: [{ key: 'list/1' }, {}],
    });
  });

  it('are not overwritten where that is not wanted, and are missed where they are deleted', async () => {
    await putObject(backend, at('once'), '1', { ifAbsent: true });
    await expect(putObject(backend, at('once'), '2', { ifAbsent: true })).rejects.toMatchObject({
      code: 'conflict',
    });
    expect(await objectExists(backend, at('once'))).toBe(true);
    await deleteObject(backend, at('once'));
    expect(await objectExists(backend, at('once'))).toBe(false);
    await expect(getObject(backend, at('once'))).rejects.toMatchObject({ code: 'not-found' });
  });

  it('lie in buckets that are there or not', async () => {
    expect(await bucketExists(backend, await defaultBucket(backend))).toBe(true);
    expect(await bucketExists(backend, 'no-such-bucket')).toBe(false);
    await expect(listObjects(backend, { bucket: 'no-such-bucket', key: '' })).rejects.toMatchObject({
      code: 'not-found',
    });
  });
});

describe('training jobs', () => {
  it('are described, searched with their tags, and leave a log', async () => {
    await launchScript(backend, 'short', `console.log('one'); console.log('two');`, {
      Tags: [{ Key: 'Project', Value: 'digits' }],
    });
    await launchScript(backend, 'other', `console.log('else');`);
    const job = await finished('short');
    expect(job).toMatchObject({
      status: 'Completed',
      spot: true,
      hyperparameters: { epochs: '3' },
      maxWaitSeconds: 1200,
    });
    expect(job.trainingSeconds).toBeGreaterThanOrEqual(1);
    expect(await listTags(backend, job.arn)).toEqual({ Project: 'digits' });

    const tagged = await searchTrainingJobs(backend, {
      filters: [{ name: 'Tags.Project', operator: 'Equals', value: 'digits' }],
    });
    expect(tagged.jobs.map(({ name, tags }) => [name, tags])).toEqual([['short', { Project: 'digits' }]]);
    const first = await searchTrainingJobs(backend, {
      sortBy: 'CreationTime',
      sortOrder: 'Ascending',
      pageSize: 1,
    });
    const second = await searchTrainingJobs(backend, {
      sortBy: 'CreationTime',
      sortOrder: 'Ascending',
      pageSize: 1,
      token: first.nextToken ?? '',
    });
    expect([...first.jobs, ...second.jobs].map(({ name }) => name)).toEqual(['short', 'other']);

    const [stream] = await listLogStreams(backend, trainingLogGroup, 'short/');
    expect(stream?.name).toMatch(/^short\/algo-1-\d+$/);
    const page = await readLogEvents(backend, trainingLogGroup, stream?.name ?? '');
    expect(page.events.map(({ message }) => message)).toEqual(expect.arrayContaining(['one', 'two']));
    expect(await readLogEvents(backend, trainingLogGroup, stream?.name ?? '', page.nextToken)).toMatchObject({
      events: [],
      atEnd: true,
    });
  });

  it('are measured every few seconds while they run', async () => {
    await launchScript(backend, 'measured', 'setInterval(() => {}, 1000);');
    await vi.waitFor(
      async () => {
        const job = await describeTrainingJob(backend, 'measured');
        const hosts = await readHostMetrics(backend, job, Date.now());
        const measured = hosts.filter(({ points }) => points.length > 1);
        expect(measured.map(({ host, name }) => `${host} ${name}`)).toEqual([
          'algo-1 CPUUtilization',
          'algo-1 MemoryUtilization',
          'algo-1 DiskUtilization',
        ]);
      },
      { timeout: 60_000, interval: 500 },
    );
    await stopTrainingJob(backend, 'measured');
  });

  it('have no log before one of their containers wrote', async () => {
    expect(await listLogStreams(backend, '/aws/no/such/group', 'a/')).toEqual([]);
  });

  it('cannot be made twice under one name, nor found under another', async () => {
    await expect(launchScript(backend, 'short', '')).rejects.toMatchObject({ code: 'name-taken' });
    await expect(describeTrainingJob(backend, 'absent')).rejects.toMatchObject({ code: 'not-found' });
    await expect(
      launchScript(backend, 'wrong', '', {
        StoppingCondition: { MaxRuntimeInSeconds: 600, MaxWaitTimeInSeconds: 10 },
      }),
    ).rejects.toMatchObject({
      code: 'invalid-input',
      message: expect.stringContaining('MaxWaitTimeInSeconds') as string,
    });
  });
});

describe('prices and capabilities', () => {
  it('names the price with its source and date, and none where there is none', async () => {
    expect(await onDemandPrice(backend, 'ml.g5.2xlarge')).toMatchObject({
      usdPerHour: 1.515,
      region: 'us-east-1',
      asOf: '2026-08-20',
    });
    expect(await onDemandPrice(backend, 'ml.none.such')).toBeUndefined();
  });

  it('learns in one call what only this backend can do; AWS can do none of it', async () => {
    expect(await readCapabilities(backend)).toEqual({
      interrupt: true,
      spotMarket: true,
      console: false,
      cores: availableParallelism(),
      containerPaths: expect.stringMatching(/^(?:mounted|mapped)$/) as string,
    });
    const { endpoint: _, ...aws } = backend;
    expect(await readCapabilities(aws)).toEqual({ interrupt: false, spotMarket: false, console: true });
    await expect(interruptTrainingJob(aws, 'short')).rejects.toMatchObject({ code: 'unsupported' });
  });

  it('says how to start a backend that does not answer', async () => {
    const nobody = { ...backend, endpoint: 'http://127.0.0.1:9' };
    for (const ask of [
      () => describeTrainingJob(nobody, 'a'),
      () => readCapabilities(nobody),
      () => bucketExists(nobody, 'b'),
    ]) {
      await expect(ask()).rejects.toMatchObject({
        code: 'unreachable',
        message: expect.stringContaining('npm start') as string,
      });
    }
  });
});
