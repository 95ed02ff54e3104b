import sql from 'sql-template-tag';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Backend } from '../aws/backends';
import { type JobSnapshot } from '../training/job-snapshot';
import { epochsRead } from '../../testing/training/sample-reading';
import { type JobCatalog } from './job-catalog';
import { launchScript, startLiveBackend } from '../../testing/dashboard/live-backend';

let live: Awaited<ReturnType<typeof startLiveBackend>>;
let backend: Backend;
let jobs: Awaited<ReturnType<typeof loadUseCases>>;
let catalog: JobCatalog;

const loadUseCases = async () => ({
  ...(await import('./watch-job')),
  ...(await import('../watch/watch-hub')),
  ...(await import('../jobs/interrupt-job')),
  ...(await import('./job-catalog')),
  ...(await import('./interrupted-backfiller')),
  ...(await import('./catalog-memory')),
  ...(await import('../watch/job-source')),
  ...(await import('../jobs/report-log')),
  ...(await import('../use-cases/run-use-case')),
  ...(await import('../process/clock')),
});

beforeAll(async () => {
  live = await startLiveBackend();
  backend = live.backend;
  jobs = await loadUseCases();
  catalog = await jobs.jobCatalog('local');
});
afterAll(async () => {
  await catalog.sync.stop();
  await live.end();
});

/** Saves a checkpoint after every second epoch of 500 ms, so that an interruption after the third loses work. */
const script = `
import { mkdirSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
const folder = path.join(process.env.SAGEMAKER_BASE_DIR, 'checkpoints');
mkdirSync(folder, { recursive: true });
const done = readdirSync(folder).map((file) => Number(/checkpoint-(\\d+)\\.json$/.exec(file)?.[1] ?? 0));
const first = Math.max(0, ...done) + 1;
if (first > 1) console.log('Resuming training from epoch: ' + first);
for (let epoch = first; epoch <= 6; epoch += 1) {
  console.log('Epoch ' + epoch + '/6');
  await new Promise((resolve) => setTimeout(resolve, 1000));
  console.log('1/1 - 0s - loss: ' + (1 / epoch).toFixed(4));
  if (epoch % 2 === 1) continue;
  writeFileSync(path.join(folder, 'part'), JSON.stringify({ epoch }));
  renameSync(path.join(folder, 'part'), path.join(folder, 'checkpoint-' + epoch + '.json'));
}
writeFileSync(path.join(process.env.SM_MODEL_DIR, 'model.json'), '{}');
`;

/** A page of a Spotdeck that was started anew: nothing of the job is in memory. */
const openPage = (name: string, on = backend) =>
  jobs
    .createWatchHub(jobs.createJobSource, jobs.systemClock, ({ slug }) => jobs.catalogMemory(slug, name))
    .watch(on, name);

/** Resolves with the first snapshot that fits; the time limit is the test's own. */
const untilSnapshot = (
  watch: Pick<ReturnType<typeof openPage>, 'subscribe'>,
  fits: (snapshot: JobSnapshot) => boolean,
): Promise<JobSnapshot> =>
  new Promise((resolve) => {
    const leave = watch.subscribe((event) => {
      if (event.kind !== 'snapshot' || !fits(event.snapshot)) return;
      leave();
      resolve(event.snapshot);
    });
  });

/** Resolves once the catalog says so. */
const untilCatalog = (holds: () => boolean): Promise<void> =>
  new Promise((resolve) => {
    const look = () => {
      if (!holds()) return;
      unsubscribe();
      resolve();
    };
    const unsubscribe = catalog.subscribe(look);
    look();
  });

const inject = async (faults: object[]) => {
  const response = await fetch(`${live.url}/_local/faults`, { method: 'PUT', body: JSON.stringify(faults) });
  expect(response.status).toBe(200);
};
/** What AWS answers when retention or a person has deleted the log group, and the metrics have expired. */
const logGroupIsGone = () =>
  inject([
    {
      operation: 'DescribeLogStreams',
      code: 'ResourceNotFoundException',
      message: 'The specified log group does not exist.',
    },
    { operation: 'GetLogEvents', code: 'ResourceNotFoundException' },
    { operation: 'GetMetricData', code: 'InternalServiceFault' },
  ]);

const lossesOf = (name: string) =>
  catalog.database.get(
    sql`SELECT epochs_final, recomputed_epochs, lost_seconds FROM job WHERE name = ${name}`,
  );

/** By hand, from SageMaker's transitions and the log's lines as AWS gives them. */
const lostByHand = async (name: string) => {
  const source = jobs.createJobSource(backend, name);
  const job = await source.describe();
  const interruptedAt = job.transitions.find(({ status }) => status === 'Interrupted')!.startedAt;
  const [first, second] = (await source.logStreams()).map((stream) => stream.name).sort();
  const firstLines = (await source.logEvents(first!)).events;
  const resumed = (await source.logEvents(second!)).events
    .map(({ message }) => /^Resuming training from epoch: (\d+)/.exec(message)?.[1])
    .find((epoch) => epoch !== undefined);
  // The last line before the epoch that was trained again is the end of the last one that was kept.
  const again = firstLines.findIndex(({ message }) => message === `Epoch ${resumed}/6`);
  const keptUntil = firstLines[again - 1]!.at;
  const trained = firstLines.slice(again).filter(({ message }) => message.startsWith('1/1')).length;
  return { recomputed: trained, seconds: (interruptedAt - keptUntil) / 1000, resumed: Number(resumed) };
};

describe('a job that was interrupted, on the local backend', () => {
  const name = 'backfill';
  let lost: Awaited<ReturnType<typeof lostByHand>>;

  it('is backfilled when a page sees it finish, with what the interruption lost', async () => {
    await launchScript(backend, name, script);
    const watch = jobs.watchJob('local', name);
    const leave = watch.subscribe(() => {});
    await watch.snapshot();
    await jobs.runUseCase(jobs.interruptJob, 'local', {
      name,
      afterEpoch: 3,
      notice: false,
      capacityWaitSeconds: 0.2,
    });
    await untilCatalog(() => lossesOf(name)?.epochs_final === 1);
    leave();
    lost = await lostByHand(name);
    expect(lost.recomputed).toBeGreaterThanOrEqual(1);
    expect(lost.resumed).toBe(3);
    expect(lossesOf(name)).toMatchObject({
      recomputed_epochs: lost.recomputed,
      lost_seconds: Math.round(lost.seconds),
    });
    expect(lost.seconds).toBeGreaterThan(0);
  }, 120_000);

  it('is reported with what was read in its log, values kept and names masked', async () => {
    const report = await jobs.runUseCase(jobs.reportLog, 'local', { name });
    expect(report.resumes).toMatchObject([
      { attempt: 2, verdict: 'resumed', at: 2, from: 'checkpoint-2.json', lost: lost.recomputed },
    ]);
    expect(report.checkpoints).toMatchObject([{ attempt: 2, names: ['checkpoint-2.json'] }]);
    const text = report.log.join('\n');
    expect(text).toContain('=== attempt 2');
    expect(text).toContain('1/1 - 0s - loss: 0.3333');
    expect(text).toContain('s3://<bucket-1>/');
    expect(text).not.toContain('sagemaker-us-east-1-');
  }, 60_000);

  it('opens with its epochs, resume points and recomputed epochs when its log group is gone', async () => {
    await logGroupIsGone();
    const watch = openPage(name);
    const first = await watch.snapshot();
    const described = await untilSnapshot(watch, ({ problems }) =>
      ['metrics', 'hosts'].every((read) => problems.some(({ part }) => part === read)),
    );
    for (const snapshot of [first, described]) {
      const { reading, metrics } = snapshot;
      expect(epochsRead(reading).filter((epoch) => epoch.startsWith('2/'))).toEqual([
        '2/3',
        '2/4',
        '2/5',
        '2/6',
      ]);
      expect(reading.resumes).toMatchObject([
        { attempt: 2, verdict: 'resumed', at: 2, from: 'checkpoint-2.json', lost: lost.recomputed },
      ]);
      expect(metrics[0]?.points.length).toBeGreaterThan(0);
    }
    // That the log is gone is no failure; that the metrics cannot be read is one.
    expect(described.problems.map(({ part }) => part).sort()).toEqual(['hosts', 'metrics']);
    await inject([]);
  }, 60_000);

  it('is backfilled for the savings report, and keeps what was backfilled while its log is gone', async () => {
    const before = lossesOf(name);
    catalog.database.run(
      sql`UPDATE job SET epochs_final = 0, recomputed_epochs = NULL, lost_seconds = NULL WHERE name = ${name}`,
    );
    expect(catalog.store.toBackfill(5)).toEqual([name]);
    await logGroupIsGone();
    jobs.interruptedBackfiller('local', catalog).touch();
    await untilCatalog(() => catalog.store.countToBackfill() === 0);
    const { _metadata, ...losses } = lossesOf(name)!;
    expect(before).toMatchObject(losses);
    await inject([]);
  }, 60_000);

  it('opens when its backend does not answer', async () => {
    // Nothing listens on port 1.
    const watch = openPage(name, { ...backend, endpoint: 'http://127.0.0.1:1' });
    const first = await watch.snapshot();
    expect(epochsRead(first.reading).filter((epoch) => epoch.startsWith('2/'))).toHaveLength(4);
    const { problems } = await untilSnapshot(watch, (snapshot) =>
      snapshot.problems.some(({ part }) => part === 'job'),
    );
    expect(problems.find(({ part }) => part === 'job')?.message).toMatch(/does not answer/);
  }, 60_000);
});
