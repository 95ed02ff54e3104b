import { beforeEach, describe, expect, it } from 'vitest';
import { SpotdeckError } from '../errors/spotdeck-error';
import { createJobWatcher, type JobWatcher, type WatchEvent } from './job-watcher';
import { createManualClock, type ManualClock } from '../../testing/dashboard/manual-clock';
import { sampleJob, streamName, transition } from '../../testing/dashboard/sample-job';
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
