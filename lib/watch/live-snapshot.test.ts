import { beforeEach, describe, expect, it } from 'vitest';
import { type JobSnapshot } from '../training/job-snapshot';
import { noReading } from '../training/position';
import { createLiveSnapshot, type Part } from './live-snapshot';
import { createManualClock, type ManualClock } from '../../testing/dashboard/manual-clock';
import { sampleJob } from '../../testing/dashboard/sample-job';

const start = 1_790_000_000_000;
let clock: ManualClock;
let published: JobSnapshot[];
let live: ReturnType<typeof createLiveSnapshot>;

beforeEach(() => {
  clock = createManualClock(start);
  published = [];
  live = createLiveSnapshot(clock, (snapshot) => published.push(snapshot));
});

const tryAll = () =>
  (['job', 'log', 'metrics', 'hosts', 'checkpoints', 'price'] as Part[]).forEach(live.succeeded);
const series = (value: number) => [{ name: 'loss', points: [{ at: start, value }] }];

describe('the live snapshot', () => {
  it('publishes at most five snapshots a second, the last state among them', async () => {
    live.described(sampleJob(start));
    tryAll();
    await clock.advance(1_000);
    const before = published.length;
    for (let value = 1; value <= 200; value += 1) {
      live.keep({ metrics: series(value) });
      await clock.advance(10);
    }
    await clock.advance(200);
    expect(published.length - before).toBeGreaterThan(5);
    expect(published.length - before).toBeLessThanOrEqual(11);
    expect(published.at(-1)?.metrics).toEqual(series(200));
  });

  it('tells a reading by what it is, and never looks through one that may be megabytes', async () => {
    live.described(sampleJob(start));
    tryAll();
    await clock.advance(5_000);
    const before = published.length;
    let looks = 0;
    const reading = {
      ...noReading,
      get attempts() {
        looks += 1;
        return [];
      },
    };
    live.keep({ reading });
    await clock.advance(200);
    expect(published.length - before).toBe(1);
    live.keep({ reading });
    live.keep({ reading, metrics: [] });
    await clock.advance(1_000);
    expect(published.length - before).toBe(1);
    live.keep({ metrics: series(1) });
    await clock.advance(200);
    expect(published.length - before).toBe(2);
    expect(looks).toBe(0);
  });

  it('publishes a change after a quiet time at once', async () => {
    live.described(sampleJob(start));
    tryAll();
    await clock.advance(5_000);
    live.keep({ metrics: series(1) });
    await clock.advance(0);
    expect(published.at(-1)?.metrics).toEqual(series(1));
  });

  it('says of which parts nothing was read, until something was', async () => {
    live.described(sampleJob(start));
    live.succeeded('job');
    // A part that takes its time is not waited for.
    await clock.advance(2_500);
    expect(published.at(-1)?.unread).toEqual(['log', 'metrics', 'hosts', 'checkpoints', 'price']);
    live.failed('log', { code: 'unreachable', message: 'nobody answers' }, () => 10_000);
    live.succeeded('price');
    await clock.advance(500);
    expect(published.at(-1)?.unread).toEqual(['log', 'metrics', 'hosts', 'checkpoints']);
    tryAll();
    await clock.advance(500);
    expect(published.at(-1)).not.toHaveProperty('unread');
    live.failed('log', { code: 'unreachable', message: 'nobody answers' }, () => 10_000);
    await clock.advance(500);
    expect(published.at(-1)).not.toHaveProperty('unread');
  });

  it('publishes nothing before each part was tried, failed tries included', async () => {
    live.described(sampleJob(start));
    (['job', 'log', 'metrics', 'hosts', 'price'] as Part[]).forEach(live.succeeded);
    await clock.advance(500);
    expect(published).toEqual([]);
    live.failed('checkpoints', { code: 'access-denied', message: 'denied' }, () => 10_000);
    await clock.advance(0);
    expect(published.at(-1)?.problems).toMatchObject([
      { part: 'checkpoints', code: 'access-denied', message: 'denied', nextTryAt: clock.now() + 10_000 },
    ]);
  });

  it('publishes at once what is known without AWS, and then what comes', async () => {
    live.recall(sampleJob(start), start - 60_000, { metrics: series(1) }, true);
    expect(await live.snapshot()).toMatchObject({ observedAt: start - 60_000, metrics: series(1) });
    expect(published).toHaveLength(1);
    live.described(sampleJob(start));
    live.succeeded('job');
    await clock.advance(200);
    expect(published.at(-1)).toMatchObject({ observedAt: start, metrics: series(1), problems: [] });
  });

  it('waits for the parts of what is known by name only', async () => {
    live.recall(sampleJob(start), start, {}, false);
    await clock.advance(500);
    expect(published).toEqual([]);
    tryAll();
    await clock.advance(0);
    expect(published).toHaveLength(1);
  });

  it('leaves out what is not known instead of filling it in', async () => {
    live.described(sampleJob(start));
    tryAll();
    await clock.advance(0);
    expect(Object.keys(published.at(-1) ?? {}).sort()).toEqual([
      'job',
      'metrics',
      'observedAt',
      'problems',
      'reading',
    ]);
  });
});
