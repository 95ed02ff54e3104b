import { describe, expect, it } from 'vitest';
import { type Attempt } from '../attempts';
import { type CheckpointFile } from '../checkpoints';
import { after } from '../../../testing/training/read-sample';
import { dalyInterval, isFarFrom, observedInterval, wasteShare, youngInterval } from './checkpoint-interval';

const attempt = (number: number, from: number, to?: number): Attempt => ({
  number,
  startedAt: after(from),
  ...(to !== undefined && { endedAt: after(to) }),
  end: to === undefined ? 'running' : 'interrupted',
  phases: [],
});
const file = (name: string, seconds: number): CheckpointFile => ({
  file: name,
  s3Uri: `s3://bucket/${name}`,
  sizeBytes: 1,
  modifiedAt: after(seconds),
});

describe('the best interval', () => {
  it("is Young's √(2δM): 2 s a checkpoint, an hour between interruptions, two minutes", () => {
    expect(youngInterval(2, 3600)).toBe(120);
  });

  it("is a little less by Daly's estimate, by hand: 120·(1 + 1/180 + 1/32400) − 2", () => {
    // ξ = δ/2M = 2/7200 = 1/3600, so √ξ/3 = 1/180 and ξ/9 = 1/32400.
    expect(dalyInterval(2, 3600)).toBeCloseTo(120 * (1 + 1 / 180 + 1 / 32_400) - 2, 10);
    expect(dalyInterval(2, 3600)).toBeCloseTo(118.67, 2);
  });

  it('is the time between interruptions where a checkpoint takes twice as long or longer', () => {
    expect(dalyInterval(200, 100)).toBe(100);
    expect(dalyInterval(1_000, 100)).toBe(100);
  });

  it('wastes least by the first-order model, where saving costs as much as doing again', () => {
    const [cost, between] = [2, 3600];
    const best = youngInterval(cost, between);
    expect(wasteShare(best, cost, between)).toBeCloseTo(1 / 60 + 1 / 60, 10);
    for (const other of [best / 2, best * 0.9, best * 1.1, best * 2]) {
      expect(wasteShare(other, cost, between)).toBeGreaterThan(wasteShare(best, cost, between));
    }
  });

  it('is far from one more than twice as long or short', () => {
    expect([59, 60, 120, 240, 241].map((interval) => isFarFrom(interval, 120))).toEqual([
      true,
      false,
      false,
      false,
      true,
    ]);
  });
});

describe('observedInterval', () => {
  const running = [attempt(1, 0)];

  it('is not known without attempts, without checkpoints, or of fewer than three', () => {
    expect(
      observedInterval([file('a-1.h5', 10), file('a-2.h5', 20), file('a-3.h5', 30)], []),
    ).toBeUndefined();
    expect(observedInterval([], running)).toBeUndefined();
    expect(observedInterval([file('weights.h5', 300)], running)).toBeUndefined();
    expect(observedInterval([file('a-1.h5', 10), file('a-2.h5', 20)], running)).toBeUndefined();
  });

  it('is the median distance, in whatever order S3 lists them', () => {
    const files = [file('a-4.h5', 100), file('a-1.h5', 10), file('a-3.h5', 40), file('a-2.h5', 20)];
    // 10, 20 and 60 s apart.
    expect(observedInterval(files, running)).toBe(20);
  });

  it('does not count the wait between two attempts, nor what another job wrote', () => {
    const attempts = [attempt(1, 0, 35), attempt(2, 500, 540)];
    const own = [file('a-1.h5', 10), file('a-2.h5', 20), file('a-4.h5', 510), file('a-5.h5', 520)];
    const ofOthers = [-400, -300, -200, -100, 9_100, 9_200, 9_300, 9_400];
    const files = [...own, ...ofOthers.map((seconds) => file(`b${seconds}.h5`, seconds))];
    expect(observedInterval(files, attempts)).toBe(10);
  });

  it('counts the files of one checkpoint once, though a large one takes seconds to upload', () => {
    const shards = (step: number, at: number) =>
      ['model.safetensors', 'optimizer.pt', 'rng_state_0.pth', 'rng_state_1.pth', 'trainer_state.json'].map(
        (name, index) => file(`checkpoint-${step}/${name}`, at + index * 2),
      );
    expect(observedInterval([...shards(500, 100), ...shards(1000, 400), ...shards(1500, 700)], running)).toBe(
      300,
    );
    const pairs = (epoch: number, at: number) => [
      file(`epoch-${epoch}.params`, at),
      file(`epoch-${epoch}.states`, at + 3),
    ];
    expect(observedInterval([...pairs(1, 100), ...pairs(2, 160), ...pairs(3, 220)], running)).toBe(60);
  });

  it('tells checkpoints apart that lie in one folder', () => {
    const files = [file('saved/ckpt-1.h5', 10), file('saved/ckpt-2.h5', 25), file('saved/ckpt-3.h5', 40)];
    expect(observedInterval(files, running)).toBe(15);
  });

  it('takes files without a number that were written together for one', () => {
    const files = [file('best.h5', 40), file('last.h5', 40), file('mid.h5', 80), file('opt.h5', 100)];
    expect(observedInterval(files, running)).toBe(40);
  });
});
