import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Backend } from '../aws/backends';
import { type JobSnapshot } from '../training/job-snapshot';
import { launchScript, resumingScript, startLiveBackend } from '../../testing/dashboard/live-backend';
import { type JobWatch, type WatchEvent } from '../watch/watch-hub';

let live: Awaited<ReturnType<typeof startLiveBackend>>;
let backend: Backend;
let jobs: Awaited<ReturnType<typeof loadUseCases>>;

const loadUseCases = async () => ({
  ...(await import('../backfill/watch-job')),
  ...(await import('./interrupt-job')),
  ...(await import('./stop-job')),
  ...(await import('./delete-job')),
  ...(await import('./download-log')),
  ...(await import('./job-files')),
  ...(await import('../aws/objects')),
  ...(await import('../aws/training-jobs')),
  ...(await import('../backends/spot-market')),
  ...(await import('../use-cases/run-use-case')),
});

beforeAll(async () => {
  live = await startLiveBackend();
  backend = live.backend;
  jobs = await loadUseCases();
});
afterAll(() => live.end());

/** Resolves with the first event that fits; the time limit is the test's own. */
const until = (watch: JobWatch, fits: (event: WatchEvent) => boolean): Promise<WatchEvent> =>
  new Promise((resolve) => {
    const leave = watch.subscribe((event) => {
      if (!fits(event)) return;
      leave();
      resolve(event);
    });
  });
const untilSnapshot = async (
  watch: JobWatch,
  fits: (snapshot: JobSnapshot) => boolean,
): Promise<JobSnapshot> => {
  const first = await watch.snapshot();
  if (fits(first)) return first;
  const event = await until(watch, (next) => next.kind === 'snapshot' && fits(next.snapshot));
  if (event.kind !== 'snapshot') throw new Error('expected a snapshot');
  return event.snapshot;
};
const ended = ({ job }: JobSnapshot) => ['Completed', 'Failed', 'Stopped'].includes(job.status);

describe('a watched job on the local backend', () => {
  it('is seen to lose its instance and to resume at the epoch after its checkpoint', async () => {
    // Slow enough for the first checkpoint to be in S3 before the second epoch ends, on a busy machine too.
    await launchScript(backend, 'watched', resumingScript.replace('300', '1500'));
    const watch = jobs.watchJob('local', 'watched');
    await jobs.runUseCase(jobs.interruptJob, 'local', {
      name: 'watched',
      afterEpoch: 2,
      notice: false,
      capacityWaitSeconds: 0.2,
    });
    const last = await untilSnapshot(
      watch,
      (snapshot) => ended(snapshot) && snapshot.checkpoints?.length === 3,
    );
    const complete = await untilSnapshot(watch, ({ reading }) => (reading.attempts[1]?.reached ?? 0) >= 3);
    expect(last.job).toMatchObject({ status: 'Completed', spot: true, instanceType: 'ml.m5.xlarge' });
    expect(complete.job.transitions.map(({ status }) => status)).toContain('Interrupted');
    const [begun, resumed] = complete.reading.attempts.map(({ series }) => series[0]?.epochs[0]);
    expect(begun).toMatchObject({ number: 1, of: 3, done: true, metrics: { loss: 1 } });
    expect(resumed?.number).toBeGreaterThanOrEqual(2);
    expect(complete.reading.resumes).toMatchObject([{ attempt: 2, verdict: 'resumed' }]);
    expect(complete.price).toMatchObject({ instanceType: 'ml.m5.xlarge', usdPerHour: 0.23 });
    expect(complete.price?.source).not.toBe('AWS Price List');
    expect(complete.problems).toEqual([]);
    expect(watch.recentLines().lines.map(({ message }) => message)).toContain(
      `Resuming training from epoch: ${resumed?.number}`,
    );
  }, 60_000);

  it('has its metrics from CloudWatch too', async () => {
    const { metrics } = await untilSnapshot(
      jobs.watchJob('local', 'watched'),
      ({ metrics: [loss] }) => (loss?.points.length ?? 0) > 0,
    );
    expect(metrics.map(({ name }) => name)).toEqual(['loss']);
    expect(metrics[0]?.points.every(({ value }) => value > 0 && value <= 1)).toBe(true);
  }, 60_000);

  it('gives its whole log as a download, each attempt under its heading', async () => {
    const whole = await new Response(
      (await jobs.runUseCase(jobs.downloadLog, 'local', { name: 'watched' })).body,
    ).text();
    expect(whole.match(/^===== attempt \d · algo-1/gm)).toEqual([
      '===== attempt 1 · algo-1',
      '===== attempt 2 · algo-1',
    ]);
    const second = await jobs.runUseCase(jobs.downloadLog, 'local', { name: 'watched', attempt: '2' });
    expect(second.fileName).toBe('watched-attempt-2.log');
    const text = await new Response(second.body).text();
    expect(text).toMatch(/Resuming training from epoch: \d/);
    expect(text).not.toContain('attempt 1');
    await expect(
      jobs.runUseCase(jobs.downloadLog, 'local', { name: 'watched', attempt: '3' }),
    ).rejects.toMatchObject({ code: 'not-found' });
    await expect(
      jobs.runUseCase(jobs.downloadLog, 'local', { name: 'watched', attempt: 'x' }),
    ).rejects.toMatchObject({ code: 'invalid-input' });
  });

  it('lists what it has left in S3 and gives each as a file, byte for byte, and nothing else', async () => {
    const { modelArtifactS3Uri = '' } = await jobs.describeTrainingJob(backend, 'watched');
    const left = await jobs.runUseCase(jobs.listJobFiles, 'local', { name: 'watched' });
    expect(left).toMatchObject({ files: [{ path: 'model.tar.gz', s3Uri: modelArtifactS3Uri }], cut: false });
    const stored = await jobs.getObjectBytes(backend, jobs.parseS3Uri(modelArtifactS3Uri));
    expect(stored.length).toBe(left.files[0]?.sizeBytes);
    const file = { name: 'watched', s3Uri: modelArtifactS3Uri };
    const { body, fileName } = await jobs.runUseCase(jobs.downloadJobFile, 'local', file);
    expect(fileName).toBe('watched-model.tar.gz');
    expect(Buffer.from(await new Response(body).arrayBuffer()).equals(stored)).toBe(true);
    await launchScript(backend, 'modelless', 'process.exit(1)');
    expect(await jobs.runUseCase(jobs.listJobFiles, 'local', { name: 'modelless' })).toMatchObject({
      files: [],
    });
    for (const s3Uri of [
      modelArtifactS3Uri,
      modelArtifactS3Uri.replace('watched', 'nobody'),
      's3://elsewhere/x',
    ])
      await expect(
        jobs.runUseCase(jobs.downloadJobFile, 'local', { name: 'modelless', s3Uri }),
      ).rejects.toMatchObject({
        code: 'not-found',
        message: `${s3Uri} is no file of training job modelless.`,
      });
  });

  it('passes a printed line on soon after its printing', async () => {
    await launchScript(
      backend,
      'prompt',
      `let n = 0; setInterval(() => console.log('tick ' + n++ + ' ' + Date.now()), 250);`,
    );
    const watch = jobs.watchJob('local', 'prompt');
    const delays: number[] = [];
    await until(watch, (event) => {
      if (event.kind !== 'log') return false;
      for (const { message } of event.lines) {
        const printedAt = /^tick \d+ (\d+)/.exec(message)?.[1];
        if (printedAt !== undefined) delays.push(Date.now() - Number(printedAt));
      }
      return delays.length >= 12;
    });
    // The first lines may have been printed while the machine still described the container's start.
    expect(Math.max(...delays.slice(4))).toBeLessThan(15_000);
    const stopping = await jobs.runUseCase(jobs.stopJob, 'local', { name: 'prompt' });
    expect(['Stopping', 'Stopped']).toContain(stopping.status);
    await untilSnapshot(watch, ended);
    await expect(jobs.runUseCase(jobs.stopJob, 'local', { name: 'prompt' })).rejects.toMatchObject({
      code: 'conflict',
    });
  }, 60_000);

  it('tells its viewers when it is deleted, and is not found after', async () => {
    const watch = jobs.watchJob('local', 'prompt');
    await watch.snapshot();
    const gone = until(watch, ({ kind }) => kind === 'gone');
    expect(await jobs.runUseCase(jobs.deleteJob, 'local', { name: 'prompt' })).toEqual({ deleted: 'prompt' });
    expect(await gone).toMatchObject({ kind: 'gone', error: { code: 'not-found' } });
    await expect(jobs.jobSnapshot('local', 'prompt')).rejects.toMatchObject({ code: 'not-found' });
  }, 60_000);

  it('refuses to interrupt what has no instance to lose', async () => {
    await expect(jobs.runUseCase(jobs.interruptJob, 'local', { name: 'watched' })).rejects.toMatchObject({
      code: 'conflict',
    });
    await expect(jobs.runUseCase(jobs.interruptJob, 'local', { name: 'nobody' })).rejects.toMatchObject({
      code: 'not-found',
    });
    await expect(
      jobs.runUseCase(jobs.interruptJob, 'local', { name: 'watched', afterEpoch: -1 }),
    ).rejects.toMatchObject({
      code: 'invalid-input',
      field: 'afterEpoch',
    });
    expect(() => jobs.watchJob('mars', 'watched')).toThrow(/no backend/);
  });

  it('sets the mood of the simulated spot market, keeping what is not named', async () => {
    const before = await jobs.runUseCase(jobs.readSpotMarket, 'local', {});
    const after = await jobs.runUseCase(jobs.setSpotMarket, 'local', { discount: 0.55 });
    expect(after).toEqual({ ...before, discount: 0.55 });
    expect(await jobs.runUseCase(jobs.readSpotMarket, 'local', {})).toEqual(after);
  });
});
