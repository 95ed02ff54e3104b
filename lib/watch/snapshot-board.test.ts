import { beforeEach, describe, expect, it } from 'vitest';
import { type JobSnapshot } from '../training/job-snapshot';
import { noReading } from '../training/position';
import { createSnapshotBoard, type Part } from './snapshot-board';
import { createManualClock, type ManualClock } from '../../testing/dashboard/manual-clock';
import { sampleJob } from '../../testing/dashboard/sample-job';

const start = 1_790_000_000_000;
let clock: ManualClock;
let published: JobSnapshot[];
let board: ReturnType<typeof createSnapshotBoard>;

beforeEach(() => {
  clock = createManualClock(start);
  published = [];
  board = createSnapshotBoard(clock, (snapshot) => published.push(snapshot));
});

const tryAll = () => (['job', 'log', 'metrics', 'checkpoints', 'price'] as Part[]).forEach(board.succeeded);
const series = (value: number) => [{ name: 'loss', points: [{ at: start, value }] }];

describe('the snapshot board', () => {
  it('publishes at most five snapshots a second, the last state among them', async () => {
    board.described(sampleJob(start));
    tryAll();
    await clock.advance(1_000);
    const before = published.length;
    for (let value = 1; value <= 200; value += 1) {
      board.keep({ metrics: series(value) });
      await clock.advance(10);
    }
    await clock.advance(200);
    expect(published.length - before).toBeGreaterThan(5);
    expect(published.length - before).toBeLessThanOrEqual(11);
    expect(published.at(-1)?.metrics).toEqual(series(200));
  });

  it('tells a reading by what it is, and never looks through one that may be megabytes', async () => {
    board.described(sampleJob(start));
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
    board.keep({ reading });
    await clock.advance(200);
    expect(published.length - before).toBe(1);
    board.keep({ reading });
    board.keep({ reading, metrics: [] });
    await clock.advance(1_000);
    expect(published.length - before).toBe(1);
    board.keep({ metrics: series(1) });
    await clock.advance(200);
    expect(published.length - before).toBe(2);
    expect(looks).toBe(0);
  });

  it('publishes a change after a quiet time at once', async () => {
    board.described(sampleJob(start));
    tryAll();
    await clock.advance(5_000);
    board.keep({ metrics: series(1) });
    await clock.advance(0);
    expect(published.at(-1)?.metrics).toEqual(series(1));
  });

  it('publishes nothing before each part was tried, failed tries included', async () => {
    board.described(sampleJob(start));
    (['job', 'log', 'metrics', 'price'] as Part[]).forEach(board.succeeded);
    await clock.advance(500);
    expect(published).toEqual([]);
    board.failed('checkpoints', 'denied');
    await clock.advance(0);
    expect(published.at(-1)?.problems).toEqual([{ part: 'checkpoints', message: 'denied' }]);
  });

  it('publishes at once what is known without AWS, and then what comes', async () => {
    board.recall(sampleJob(start), start - 60_000, { metrics: series(1) }, true);
    expect(await board.snapshot()).toMatchObject({ observedAt: start - 60_000, metrics: series(1) });
    expect(published).toHaveLength(1);
    board.described(sampleJob(start));
    board.succeeded('job');
    await clock.advance(200);
    expect(published.at(-1)).toMatchObject({ observedAt: start, metrics: series(1), problems: [] });
  });

  it('waits for the parts of what is known by name only', async () => {
    board.recall(sampleJob(start), start, {}, false);
    await clock.advance(500);
    expect(published).toEqual([]);
    tryAll();
    await clock.advance(0);
    expect(published).toHaveLength(1);
  });

  it('leaves out what is not known instead of filling it in', async () => {
    board.described(sampleJob(start));
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
