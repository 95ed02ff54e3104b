import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openDatabase } from '../../store/database';
import { createTrainingJobStore } from '../../store/sqlite-training-job-store';
import { type TrainingJobRecord } from '../../store/training-job-store';
import { systemClock } from '../../core/clock';
import { openHarness } from '../../../../testing/local/engine-harness';
import { applyEvent } from './lifecycle';
import { findMarkedProcesses } from '../container/process-group';

/** Inside the checkout, so that the bundle finds its packages. */
let bundle: string;
let dataDir: string;
const hosts: ChildProcess[] = [];

beforeAll(async () => {
  await mkdir('.tmp', { recursive: true });
  bundle = await mkdtemp(path.resolve('.tmp/engine-host-'));
  await build({
    entryPoints: ['testing/local/engine-host.ts'],
    outfile: path.join(bundle, 'engine-host.mjs'),
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
  });
  for (const file of ['container-shim.mjs', 'process-search.mjs'])
    await copyFile(path.join('lib/local/engine/container', file), path.join(bundle, file));
});
afterAll(() => rm(bundle, { recursive: true, force: true }));
beforeEach(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'spotdeck-recovery-'));
});
afterEach(async () => {
  for (const host of hosts.splice(0))
    if (host.exitCode === null && host.signalCode === null) await end(host, 'SIGKILL');
  await rm(dataDir, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
});

const startHost = async (...args: string[]): Promise<ChildProcess> => {
  const host = spawn(process.execPath, [path.join(bundle, 'engine-host.mjs'), dataDir, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  hosts.push(host);
  await once(host.stdout!, 'data');
  return host;
};

const end = async (host: ChildProcess, signal: NodeJS.Signals): Promise<void> => {
  const exited = once(host, 'exit');
  host.kill(signal);
  await exited;
};

/** Looks from outside, as another reader of the same records. */
const waitForJob = async (
  name: string,
  wanted: (job: TrainingJobRecord) => boolean,
): Promise<TrainingJobRecord> => {
  const database = openDatabase(path.join(dataDir, 'records.sqlite'));
  try {
    const jobs = createTrainingJobStore(database);
    const deadline = Date.now() + 20_000;
    for (;;) {
      const job = jobs.get(name);
      if (job && wanted(job)) return job;
      if (Date.now() > deadline) throw new Error(`${name}: ${JSON.stringify(job?.transitions)}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  } finally {
    database.close();
  }
};

const marked = () => findMarkedProcesses(path.join(dataDir, 'attempts'));

/** Saves epoch 1 and trains on for ever; with a checkpoint there it says so and ends. Leaves a stray process. */
const script = `
import { spawn } from 'node:child_process';
import * as fs from 'node:fs';
const file = process.env.SAGEMAKER_BASE_DIR + '/checkpoints/checkpoint-1.txt';
if (fs.existsSync(file)) { console.log('resumed'); process.exit(0); }
fs.writeFileSync(file, 'x');
spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore', detached: true }).unref();
setInterval(() => {}, 1000);
`;

const hasCheckpoint = async (name: string): Promise<void> => {
  const deadline = Date.now() + 20_000;
  for (;;) {
    const database = openDatabase(path.join(dataDir, 'records.sqlite'));
    const row = database
      .prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'objects'")
      .get();
    const found =
      row &&
      database.prepare('SELECT 1 FROM objects WHERE key = ?').get(`${name}/checkpoints/checkpoint-1.txt`);
    database.close();
    if (found) return;
    if (Date.now() > deadline) throw new Error('no checkpoint');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
};

describe('a backend that is killed in the middle of training', () => {
  it.each([
    ['spot', 'Waiting for spot capacity'],
    ['on-demand', 'Restarting from the last checkpoint'],
  ])('leaves no process, and its %s job resumes at the next start', async (kind, message) => {
    const host = await startHost('launch', 'survivor', script, kind);
    await waitForJob('survivor', ({ secondaryStatus }) => secondaryStatus === 'Training');
    await hasCheckpoint('survivor');
    expect((await marked()).length).toBeGreaterThanOrEqual(2);
    await end(host, 'SIGKILL');

    const harness = openHarness(dataDir);
    await harness.engine.recover();
    const interrupted = harness.job('survivor').transitions.find(({ status }) => status === 'Interrupted');
    expect(interrupted?.message).toContain(message);
    const job = await harness.waitForEnd('survivor');
    expect(job.status).toBe('Completed');
    expect(harness.lines('survivor')).toContain('resumed');
    await harness.engine.close();
    harness.database.close();
    expect(await marked()).toEqual([]);
    expect(await readdir(path.join(dataDir, 'attempts'))).toEqual([]);
  });

  it('was no wait for capacity: a job resumes though its max wait has passed meanwhile', async () => {
    const host = await startHost('launch', 'overnight', script, 'spot');
    await waitForJob('overnight', ({ secondaryStatus }) => secondaryStatus === 'Training');
    await hasCheckpoint('overnight');
    await end(host, 'SIGKILL');
    const halfADay = 12 * 3600 * 1000;
    const harness = openHarness(dataDir, undefined, { ...systemClock, now: () => Date.now() + halfADay });
    await harness.engine.recover();
    const job = await harness.waitForEnd('overnight');
    expect(job.secondaryStatus).toBe('Completed');
    await harness.engine.close();
    harness.database.close();
  });

  it.each(['spot', 'on-demand'])(
    'is not on the bill of its %s job, nor in its runtime, while it is down',
    async (kind) => {
      const host = await startHost('launch', 'absent', script, kind);
      await waitForJob('absent', ({ secondaryStatus }) => secondaryStatus === 'Training');
      await hasCheckpoint('absent');
      await end(host, 'SIGKILL');
      const killedAt = Date.now();

      // MaxRuntimeInSeconds is one hour.
      const later = { ...systemClock, now: () => Date.now() + 1.5 * 3600_000 };
      const harness = openHarness(dataDir, undefined, later);
      await harness.engine.recover();
      const job = await harness.waitForEnd('absent');
      const lost = job.transitions.find(({ status }) => status === 'Interrupted');
      expect(lost?.startTime).toBeLessThanOrEqual(killedAt);
      expect(job.status).toBe('Completed');
      expect(job.trainingSeconds).toBeGreaterThan(5000);
      expect(job.billableSeconds).toBeLessThan(60);
      await harness.engine.close();
      harness.database.close();
    },
  );

  it('does not lengthen a stop that was under way', async () => {
    const host = await startHost('launch', 'stopped', `process.on('SIGTERM', () => {});${script}`, 'spot');
    await waitForJob('stopped', ({ secondaryStatus }) => secondaryStatus === 'Training');
    await end(host, 'SIGKILL');
    const killedAt = Date.now();
    const harness = openHarness(dataDir, undefined, {
      ...systemClock,
      now: () => Date.now() + 3600_000,
    });
    harness.jobs.update('stopped', (job) =>
      applyEvent(job, 'stop-requested', { at: job.transitions.at(-1)!.startTime }),
    );
    await harness.engine.recover();
    const job = await harness.waitForEnd('stopped');
    expect(job.secondaryStatus).toBe('Stopped');
    expect(job.trainingEndTime).toBeLessThanOrEqual(killedAt);
    await harness.engine.close();
    harness.database.close();
  });

  it('takes its processes along at once, those that left the group too, without waiting for the next start', async () => {
    const host = await startHost('launch', 'orphan', script, 'spot');
    const deadline = Date.now() + 10_000;
    while ((await marked()).length < 2 && Date.now() < deadline)
      await new Promise((resolve) => setTimeout(resolve, 20));
    expect((await marked()).length).toBeGreaterThanOrEqual(2);
    await end(host, 'SIGKILL');
    while ((await marked()).length > 0 && Date.now() < deadline)
      await new Promise((resolve) => setTimeout(resolve, 20));
    expect(await marked()).toEqual([]);
  });
});

describe('a backend that is closed in the middle of training', () => {
  it('ends its program soon even if that ignores SIGTERM, and the job resumes', async () => {
    const host = await startHost('launch', 'closed', `process.on('SIGTERM', () => {});${script}`, 'spot');
    await waitForJob('closed', ({ secondaryStatus }) => secondaryStatus === 'Training');
    await hasCheckpoint('closed');
    const from = Date.now();
    await end(host, 'SIGTERM');
    expect(Date.now() - from).toBeLessThan(30_000);
    expect(await marked()).toEqual([]);
    expect((await waitForJob('closed', () => true)).secondaryStatus).toBe('Interrupted');

    const next = await startHost('recover');
    expect((await waitForJob('closed', ({ status }) => status !== 'InProgress')).status).toBe('Completed');
    await end(next, 'SIGTERM');
  });

  it('finishes a stop that was under way as Stopped', async () => {
    const host = await startHost('launch', 'stopping', `process.on('SIGTERM', () => {});${script}`, 'spot');
    await waitForJob('stopping', ({ secondaryStatus }) => secondaryStatus === 'Training');
    await end(host, 'SIGKILL');
    const harness = openHarness(dataDir);
    harness.jobs.update('stopping', (job) => {
      job.status = 'Stopping';
      job.secondaryStatus = 'Stopping';
    });
    await harness.engine.recover();
    expect(await harness.waitForEnd('stopping')).toMatchObject({
      status: 'Stopped',
      secondaryStatus: 'Stopped',
    });
    await harness.engine.close();
    harness.database.close();
  });
});
