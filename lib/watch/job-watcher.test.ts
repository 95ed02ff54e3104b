import { beforeEach, describe, expect, it, type Mock, vi } from 'vitest';
import { openCatalogDatabase } from '../catalog/catalog-database';
import { createJobStore, type Backfill } from '../catalog/job-store';
import { SpotdeckError } from '../errors/spotdeck-error';
import { createJobWatcher, type JobWatcher, type WatchEvent } from './job-watcher';
import { backfillJob } from '../backfill/backfill-job';
import { createManualClock, type ManualClock } from '../../testing/dashboard/manual-clock';
import { type JobMemory, type RecalledJob } from './job-memory';
import {
  interruptedJob,
  interruptedLog,
  sampleJob,
  streamName,
  transition,
} from '../../testing/dashboard/sample-job';
import { type TrainingModel } from '../training-log/model';
import { noReading } from '../training/position';
import { epochsRead } from '../../testing/training/sample-reading';
import { createScriptedSource, type ScriptedSource } from '../../testing/dashboard/scripted-source';

let clock: ManualClock;
let source: ScriptedSource;
let events: WatchEvent[];
let gone: number;

const start = 1_790_000_000_000;
const firstStream = streamName('mnist-1', start + 10_000);

beforeEach(() => {
  clock = createManualClock(start + 30_000);
  source = createScriptedSource(sampleJob(start));
  events = [];
  gone = 0;
});

const watch = (): JobWatcher => {
  const watcher = createJobWatcher(source, clock, () => (gone += 1));
  watcher.subscribe((event) => events.push(event));
  return watcher;
};
const snapshots = () => events.flatMap((event) => (event.kind === 'snapshot' ? [event.snapshot] : []));
const messages = () =>
  events.flatMap((event) => (event.kind === 'log' ? event.lines.map((line) => line.message) : []));
const calls = (name: string) => source.calls.filter((call) => call === name).length;

describe('a watched job', () => {
  it('answers its first snapshot once every part was read', async () => {
    source.streams.set(firstStream, ['Epoch 1/10', 'loss: 0.5 - accuracy: 0.8']);
    source.stored = [{ file: 'checkpoint-1.json', s3Uri: 's3://b/1', sizeBytes: 9, modifiedAt: start }];
    const first = watch().snapshot();
    await clock.advance(0);
    expect(await first).toMatchObject({
      job: { name: 'mnist-1' },
      reading: {
        attempts: [
          {
            attempt: 1,
            series: [{ epochs: [{ number: 1, of: 10, metrics: { loss: 0.5, accuracy: 0.8 } }] }],
          },
        ],
      },
      checkpoints: [{ file: 'checkpoint-1.json' }],
      price: { usdPerHour: 0.23 },
      problems: [],
    });
  });

  it('does not wait for a part that takes long', async () => {
    source.metrics = () => new Promise(() => {});
    const first = watch().snapshot();
    let answered = false;
    void first.then(() => (answered = true));
    await clock.advance(1_900);
    expect(answered).toBe(false);
    await clock.advance(200);
    expect(answered).toBe(true);
  });

  it('passes on a printed line within a second', async () => {
    source.streams.set(firstStream, ['one']);
    watch();
    await clock.advance(1_000);
    source.streams.get(firstStream)?.push('two');
    await clock.advance(1_000);
    expect(messages()).toEqual(['one', 'two']);
  });

  it('says nothing while nothing changes, except now and then that AWS still answers', async () => {
    watch();
    await clock.advance(5_000);
    const before = snapshots().length;
    await clock.advance(30_000);
    expect(snapshots().length - before).toBeGreaterThanOrEqual(2);
    expect(snapshots().length - before).toBeLessThanOrEqual(4);
  });

  it('follows the job into the container of its next attempt', async () => {
    source.streams.set(firstStream, ['Epoch 1/10', 'loss: 0.5', 'Epoch 2/10', 'loss: 0.4']);
    watch();
    await clock.advance(1_000);
    const interruptedAt = start + 31_000;
    source.job = sampleJob(start, {
      transitions: [
        transition('Starting', start, start + 5_000),
        transition('Training', start + 10_000, interruptedAt),
        transition('Interrupted', interruptedAt, interruptedAt + 1_000),
        transition('Starting', interruptedAt + 1_000, interruptedAt + 2_000),
        transition('Training', interruptedAt + 2_000),
      ],
    });
    source.streams.set(streamName('mnist-1', interruptedAt + 2_000), ['Epoch 2/10', 'loss: 0.41']);
    await clock.advance(5_000);
    expect(epochsRead(snapshots().at(-1)!.reading)).toEqual(['1/1', '1/2', '2/2']);
  });

  it('keeps what it knows of a part that fails, says so, and recovers by itself', async () => {
    source.stored = [{ file: 'a-1', s3Uri: 's3://b/a-1', sizeBytes: 1, modifiedAt: start }];
    watch();
    await clock.advance(1_000);
    source.failing.set('checkpoints', new SpotdeckError('access-denied', 'No s3:ListBucket.'));
    await clock.advance(5_000);
    expect(snapshots().at(-1)).toMatchObject({
      checkpoints: [{ file: 'a-1' }],
      problems: [{ part: 'checkpoints', message: 'No s3:ListBucket.' }],
    });
    source.failing.clear();
    await clock.advance(60_000);
    expect(snapshots().at(-1)?.problems).toEqual([]);
  });

  it('asks ever more rarely while AWS throttles, and never ends', async () => {
    watch();
    await clock.advance(1_000);
    source.failing.set('describe', new SpotdeckError('throttled', 'Slow down.'));
    await clock.advance(1_000);
    const before = calls('describe');
    await clock.advance(60_000);
    expect(calls('describe') - before).toBeLessThanOrEqual(6);
    expect(gone).toBe(0);
    source.failing.clear();
    source.job = { ...source.job, secondaryStatus: 'Uploading' };
    await clock.advance(31_000);
    expect(snapshots().at(-1)).toMatchObject({ job: { secondaryStatus: 'Uploading' }, problems: [] });
  });

  it('is gone when it is deleted, and is not asked for again', async () => {
    watch();
    await clock.advance(1_000);
    source.failing.set('describe', new SpotdeckError('not-found', 'It does not exist.'));
    await clock.advance(2_000);
    expect(events.at(-1)).toMatchObject({ kind: 'gone', error: { code: 'not-found' } });
    expect(gone).toBe(1);
    const after = source.calls.length;
    await clock.advance(120_000);
    expect(source.calls.length).toBe(after);
  });

  it('is gone when another job has taken its name', async () => {
    watch();
    await clock.advance(1_000);
    source.job = sampleJob(start + 40_000);
    await clock.advance(2_000);
    expect(events.at(-1)).toMatchObject({ kind: 'gone', error: { code: 'not-found' } });
  });

  it('tells who asks why it was never described, and tries again for the next who asks', async () => {
    source.failing.set('describe', new SpotdeckError('unreachable', 'The local backend does not answer.'));
    const watcher = watch();
    const first = watcher.snapshot().catch((error: unknown) => error);
    await clock.advance(0);
    expect(await first).toMatchObject({ code: 'unreachable' });
    source.failing.clear();
    const second = watcher.snapshot();
    await clock.advance(200);
    expect(await second).toMatchObject({ job: { name: 'mnist-1' } });
  });
});

describe('a job that finishes', () => {
  const finished = () =>
    sampleJob(start, { status: 'Completed', secondaryStatus: 'Completed', trainingEndedAt: clock.now() });

  it('still gets the lines and checkpoints that arrive late, then is left in peace', async () => {
    source.streams.set(firstStream, ['training']);
    watch();
    await clock.advance(2_000);
    source.job = finished();
    await clock.advance(5_000);
    source.streams.get(firstStream)?.push('late line');
    source.stored = [{ file: 'last-10', s3Uri: 's3://b/last-10', sizeBytes: 1, modifiedAt: start }];
    await clock.advance(5_000);
    expect(messages()).toEqual(['training', 'late line']);
    await clock.advance(140_000);
    const before = {
      ...Object.fromEntries(['logEvents', 'checkpoints', 'metrics'].map((name) => [name, calls(name)])),
    };
    await clock.advance(600_000);
    for (const [name, count] of Object.entries(before)) expect([name, calls(name)]).toEqual([name, count]);
    expect(calls('describe')).toBeLessThan(30);
  });

  it('is read once, to the end of its log, where it finished long ago', async () => {
    source.job = { ...finished(), trainingEndedAt: start - 86_400_000 };
    source.streams.set(
      firstStream,
      Array.from({ length: 2_500 }, (_, index) => `line ${index}`),
    );
    source.pageSize = 900;
    const first = watch().snapshot();
    await clock.advance(1_000);
    await first;
    await clock.advance(300_000);
    expect(messages()).toHaveLength(2_500);
    expect(calls('logStreams')).toBe(1);
    expect([calls('checkpoints'), calls('metrics'), calls('price')]).toEqual([1, 1, 1]);
  });

  it('keeps only the tail of an enormous log, and reads all of it for its epochs', async () => {
    source.job = { ...finished(), trainingEndedAt: start - 86_400_000 };
    source.streams.set(firstStream, [
      'Epoch 1/10',
      'loss: 0.5',
      ...Array.from({ length: 20_000 }, (_, index) => `noise ${index}`),
    ]);
    const watcher = watch();
    await clock.advance(5_000);
    const tail = watcher.recentLines();
    expect(tail.lines).toHaveLength(5_000);
    expect(tail.lines.at(-1)?.message).toBe('noise 19999');
    expect(tail.truncatedBefore).toBe(tail.lines[0]?.sequence);
    expect(epochsRead((await watcher.snapshot()).reading)).toEqual(['1/1']);
  });
});

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
      forget: vi.fn(async () => {}),
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

  it('is gone where it was deleted, and forgotten', async () => {
    recall();
    source.failing.set('describe', new SpotdeckError('not-found', 'It does not exist.'));
    remembering();
    await clock.advance(1_000);
    expect(events[0]?.kind).toBe('snapshot');
    expect(events.at(-1)).toMatchObject({ kind: 'gone', error: { code: 'not-found' } });
    expect(gone).toBe(1);
    expect(memory.forget).toHaveBeenCalledTimes(1);
    expect(memory.keep).not.toHaveBeenCalled();
  });

  it('is gone where another job has its name, which takes its place', async () => {
    recall();
    source.job = sampleJob(start);
    remembering();
    await clock.advance(1_000);
    expect(events.at(-1)).toMatchObject({ kind: 'gone' });
    expect(memory.replace).toHaveBeenCalledWith(source.job);
    expect(memory.forget).not.toHaveBeenCalled();
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
