import { beforeEach, describe, expect, it, type Mock, vi } from 'vitest';
import { openCatalogDatabase } from '../catalog/catalog-database';
import { createJobStore, type Backfill } from '../catalog/job-store';
import { SpotdeckError } from '../errors/spotdeck-error';
import { createJobWatcher, type WatchEvent } from './job-watcher';
import { backfillJob } from '../backfill/backfill-job';
import { createManualClock, type ManualClock } from '../../testing/dashboard/manual-clock';
import { type JobMemory, type RecalledJob } from './job-memory';
import { interruptedJob, interruptedLog, sampleJob } from '../../testing/dashboard/sample-job';
import { type TrainingJob } from '../training/training-job';
import { type TrainingModel } from '../training-log/model';
import { noReading } from '../training/position';
import { epochsRead } from '../../testing/training/sample-reading';
import { createScriptedSource, type ScriptedSource } from '../../testing/dashboard/scripted-source';

let clock: ManualClock;
let source: ScriptedSource;
let events: WatchEvent[];
let gone: number;

const start = 1_790_000_000_000;

beforeEach(() => {
  clock = createManualClock(start + 30_000);
  source = createScriptedSource(sampleJob(start));
  events = [];
  gone = 0;
});

const snapshots = () => events.flatMap((event) => (event.kind === 'snapshot' ? [event.snapshot] : []));
const messages = () =>
  events.flatMap((event) => (event.kind === 'log' ? event.lines.map((line) => line.message) : []));

describe('a job with a memory', () => {
  const job = interruptedJob(start - 1_000_000);
  const wholeLog = ['1/1', '1/2', '1/3', '2/2', '2/3', '2/4'];
  let memory: { [Name in keyof JobMemory]: Mock<JobMemory[Name]> };
  let backfill: Backfill;
  const firstAttempt = (model: TrainingModel): TrainingModel => ({
    ...model,
    attempts: model.attempts.slice(0, 1),
    resumes: [],
  });

  beforeEach(async () => {
    source = createScriptedSource(job);
    source.streams = new Map(interruptedLog(job));
    source.measured = [{ name: 'loss', points: [{ at: job.createdAt + 60_000, value: 0.8 }] }];
    source.stored = [];
    memory = {
      recall: vi.fn(async () => undefined),
      keep: vi.fn(async () => {}),
      replace: vi.fn(async () => {}),
      vanish: vi.fn(async () => undefined),
    };
    const store = createJobStore(openCatalogDatabase(':memory:'), { backend: 'local', account: '1' });
    store.storeJobs([job], start, 'search');
    await backfillJob(job, source, store, () => start);
    backfill = store.readBackfill(job)!;
    source.calls.length = 0;
  });

  const recall = (recalled: Partial<RecalledJob> = {}) =>
    memory.recall.mockResolvedValue({ job, backfill, observedAt: start - 5_000, ...recalled });
  const remembering = () => {
    const watcher = createJobWatcher(source, clock, () => (gone += 1), memory);
    watcher.subscribe((event) => events.push(event));
    return watcher;
  };
  const fails = (error: SpotdeckError) => {
    for (const name of ['describe', 'logStreams', 'checkpoints', 'metrics', 'price'] as const) {
      source.failing.set(name, error);
    }
  };

  it('opens at once with what was backfilled, while AWS has not answered anything', async () => {
    recall();
    const never = () => new Promise<never>(() => {});
    Object.assign(source, { describe: never, logStreams: never, metrics: never, checkpoints: never });
    const first = remembering().snapshot();
    // No time passes: nothing that waits for AWS or for a timer can answer.
    const { reading, metrics, observedAt, problems } = await first;
    expect(epochsRead(reading)).toEqual(wholeLog);
    expect(reading.resumes).toMatchObject([{ attempt: 2, verdict: 'resumed', at: 1 }]);
    expect(metrics).toEqual(source.measured);
    expect(observedAt).toBe(start - 5_000);
    expect(problems).toEqual([]);
  });

  it('goes on asking AWS, for its price too', async () => {
    recall();
    remembering();
    await clock.advance(1_000);
    expect(snapshots().at(-1)).toMatchObject({
      observedAt: clock.now() - 1_000,
      price: { usdPerHour: 0.23 },
      problems: [],
    });
    expect(messages()).toHaveLength(12);
  });

  it('has the price it had, where the price list does not answer', async () => {
    const price = { instanceType: 'ml.m5.xlarge', region: 'us-east-1', usdPerHour: 0.23, source: 'kept' };
    recall({ price });
    fails(new SpotdeckError('unreachable', 'It does not answer.'));
    remembering();
    await clock.advance(10_000);
    expect(snapshots().at(-1)).toMatchObject({ price });
  });

  it('opens where its backend does not answer, and says what could not be read', async () => {
    recall();
    fails(new SpotdeckError('unreachable', 'It does not answer.'));
    const watcher = remembering();
    await clock.advance(1_000);
    const snapshot = await watcher.snapshot();
    expect(epochsRead(snapshot.reading)).toEqual(wholeLog);
    expect(snapshot.problems.map(({ part }) => part).sort()).toEqual([
      'checkpoints',
      'job',
      'log',
      'metrics',
      'price',
    ]);
    expect(memory.keep).not.toHaveBeenCalled();
    source.failing.clear();
    await clock.advance(60_000);
    expect(snapshots().at(-1)?.problems).toEqual([]);
  });

  it('opens where its backend does not answer though it was never backfilled', async () => {
    memory.recall.mockResolvedValue({ job, observedAt: start });
    fails(new SpotdeckError('unreachable', 'It does not answer.'));
    const first = remembering().snapshot();
    await clock.advance(0);
    expect(await first).toMatchObject({
      job: { name: job.name },
      reading: noReading,
      problems: { length: 5 },
    });
  });

  it('keeps epochs and metrics of which AWS has nothing any more, and says that nothing is wrong', async () => {
    recall();
    source.streams.clear();
    source.measured = [{ name: 'loss', points: [] }];
    remembering();
    await clock.advance(200_000);
    for (const { reading, metrics } of snapshots()) {
      expect(epochsRead(reading)).toEqual(wholeLog);
      expect(metrics).toEqual(backfill.metrics);
    }
    expect(snapshots().at(-1)).toMatchObject({
      reading: { resumes: backfill.reading.resumes },
      problems: [],
    });
  });

  it('never shows fewer epochs while its log is read again', async () => {
    recall();
    source.pageSize = 1;
    const { logEvents } = source;
    source.logEvents = async (stream, token) => {
      await new Promise<void>((resolve) => clock.after(500, resolve));
      return logEvents(stream, token);
    };
    remembering();
    await clock.advance(60_000);
    expect(messages()).toHaveLength(12);
    expect(new Set(snapshots().map(({ reading }) => epochsRead(reading).length))).toEqual(new Set([6]));
  });

  it('takes over what its log says more', async () => {
    recall({ backfill: { ...backfill, reading: firstAttempt(backfill.reading) } });
    remembering();
    await clock.advance(1_000);
    expect(epochsRead(snapshots()[0]!.reading)).toHaveLength(3);
    expect(epochsRead(snapshots().at(-1)!.reading)).toEqual(wholeLog);
    expect(epochsRead(memory.keep.mock.lastCall![1].reading)).toHaveLength(6);
  });

  it('is gone where it was deleted and taken out', async () => {
    recall();
    source.failing.set('describe', new SpotdeckError('not-found', 'It does not exist.'));
    remembering();
    await clock.advance(1_000);
    expect(events[0]?.kind).toBe('snapshot');
    expect(events.at(-1)).toMatchObject({ kind: 'gone', error: { code: 'not-found' } });
    expect(gone).toBe(1);
    expect(memory.vanish).toHaveBeenCalledTimes(1);
    expect(memory.keep).not.toHaveBeenCalled();
  });

  const vanishing = (known: TrainingJob = job) => {
    source.failing.set('describe', new SpotdeckError('not-found', 'It does not exist.'));
    memory.vanish.mockImplementation(async () => ({
      ...{ job: { ...known, goneAt: clock.now() }, observedAt: start - 5_000 },
    }));
  };

  it('stays as what it was where it vanished before anybody looked, with the log that is still there', async () => {
    vanishing();
    const watcher = remembering();
    const first = await watcher.snapshot();
    expect(first.job.goneAt).toBeLessThanOrEqual(clock.now());
    expect(first.observedAt).toBe(start - 5_000);
    await clock.advance(1_000);
    expect(epochsRead(snapshots().at(-1)!.reading)).toEqual(wholeLog);
    expect(snapshots().at(-1)!.problems).toEqual([]);
    expect(gone).toBe(0);
    source.calls.length = 0;
    await clock.advance(600_000);
    expect(source.calls.length).toBeLessThan(40);
  });

  it.each([false, true])(
    'is marked while it is watched, and unmarked when it comes back; ended: %s',
    async (ended) => {
      source.job = ended ? job : sampleJob(start);
      remembering();
      await clock.advance(5_000);
      vanishing(source.job);
      await clock.advance(120_000);
      expect(snapshots().at(-1)!.job.goneAt).toBeDefined();
      expect(memory.vanish).toHaveBeenLastCalledWith(source.job.createdAt);
      source.failing.clear();
      await clock.advance(120_000);
      expect(snapshots().at(-1)!.job).toEqual(source.job);
      expect(memory.replace).toHaveBeenCalledWith(source.job);
      // A job that goes on is asked for as often as before.
      source.calls.length = 0;
      await clock.advance(20_000);
      expect(source.calls.filter((call) => call === 'describe').length > 2).toBe(!ended);
      expect(gone).toBe(0);
    },
  );

  it.each(['throttled', 'access-denied', 'unreachable', 'service-fault', 'no-credentials'] as const)(
    'is not taken to have vanished where asking for it is %s',
    async (code) => {
      recall();
      source.failing.set('describe', new SpotdeckError(code, 'No.'));
      remembering();
      await clock.advance(300_000);
      expect(memory.vanish).not.toHaveBeenCalled();
      expect(snapshots().at(-1)!.job.goneAt).toBeUndefined();
    },
  );

  it('is gone where another job has its name, which takes its place', async () => {
    recall();
    source.job = sampleJob(start);
    remembering();
    await clock.advance(1_000);
    expect(events.at(-1)).toMatchObject({ kind: 'gone' });
    expect(memory.replace).toHaveBeenCalledWith(source.job);
    expect(memory.vanish).not.toHaveBeenCalled();
  });

  it('is backfilled once when it is seen to finish, after the last lines, and again with the last metrics', async () => {
    source.job = sampleJob(start, { createdAt: job.createdAt, transitions: job.transitions.slice(0, 5) });
    remembering();
    await clock.advance(5_000);
    source.job = { ...job, trainingEndedAt: clock.now() };
    const stream = [...source.streams.keys()].at(-1)!;
    await clock.advance(9_000);
    expect(memory.keep).not.toHaveBeenCalled();
    source.streams.get(stream)?.push('Epoch 5/5', '1/1 - loss: 0.1');
    await clock.advance(5_000);
    expect(memory.keep).toHaveBeenCalledTimes(1);
    const [finished, kept, readFrom] = memory.keep.mock.lastCall!;
    expect(finished.status).toBe('Completed');
    expect(epochsRead(kept.reading)).toEqual([...wholeLog, '2/5']);
    expect(kept).not.toHaveProperty('price');
    expect(readFrom.get(1)).toBe(job.createdAt + 11_000);
    source.measured = [{ name: 'loss', points: [...backfill.metrics[0]!.points, { at: start, value: 0.1 }] }];
    await clock.advance(150_000);
    expect(memory.keep).toHaveBeenCalledTimes(2);
    expect(memory.keep.mock.lastCall?.[1].metrics).toEqual(source.measured);
    await clock.advance(600_000);
    expect(memory.keep).toHaveBeenCalledTimes(2);
  });

  it('is backfilled where its metrics cannot be read, but not where its log cannot', async () => {
    source.failing.set('metrics', new SpotdeckError('access-denied', 'No.'));
    remembering();
    await clock.advance(1_000);
    expect(memory.keep).toHaveBeenCalledTimes(1);
    memory.keep.mockClear();
    source.failing.set('logEvents', new SpotdeckError('access-denied', 'No.'));
    remembering();
    await clock.advance(60_000);
    expect(memory.keep).not.toHaveBeenCalled();
  });

  it('is not stored before AWS has said that it is still there', async () => {
    recall();
    let answer = () => {};
    source.describe = () => new Promise((resolve) => (answer = () => resolve(job)));
    remembering();
    await clock.advance(5_000);
    expect(messages()).toHaveLength(12);
    expect(memory.keep).not.toHaveBeenCalled();
    answer();
    await clock.advance(0);
    expect(memory.keep).toHaveBeenCalledTimes(1);
  });

  it.each([
    [5_000, 7_000],
    [7_000, 5_000],
  ])(
    'is not stored before its metrics and checkpoints are there, after %i and %i ms',
    async (first, second) => {
      const { metrics, checkpoints } = source;
      const after = <Value>(ms: number, read: () => Promise<Value>) =>
        new Promise<Value>((resolve) => clock.after(ms, () => resolve(read())));
      source.metrics = (...asked) => after(first, () => metrics(...asked));
      source.checkpoints = (...asked) => after(second, () => checkpoints(...asked));
      remembering();
      await clock.advance(6_900);
      expect(memory.keep).not.toHaveBeenCalled();
      await clock.advance(200);
      expect(memory.keep).toHaveBeenCalledTimes(1);
      expect(memory.keep.mock.lastCall?.[1]).toMatchObject({ metrics: source.measured, checkpoints: [] });
    },
  );

  it.each([
    ['fails', () => Promise.reject(new Error('disk full'))],
    ['does not answer', () => new Promise<never>(() => {})],
  ])('is watched all the same where the memory %s', async (_, recalling) => {
    vi.spyOn(console, 'warn').mockImplementation(() => {});
    memory.recall.mockImplementation(recalling);
    memory.keep.mockRejectedValue(new Error('disk full'));
    const first = remembering().snapshot();
    await clock.advance(2_000);
    expect(epochsRead((await first).reading)).toHaveLength(6);
    vi.restoreAllMocks();
  });
});
