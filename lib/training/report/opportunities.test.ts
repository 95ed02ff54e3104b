import { describe, expect, it } from 'vitest';
import { type JobSums } from './amounts';
import { interruptionCostsOf } from './interruption-costs';
import { intervalAdviceOf, slowTypesOf, spotCandidatesOf } from './opportunities';
import { sampleSums } from './sample-sums';

const sums = (change: Partial<JobSums>) =>
  sampleSums({
    trainingInstanceSeconds: 3600,
    billableInstanceSeconds: 1800,
    usefulInstanceSeconds: 3600,
    heldInstanceSeconds: 3600,
    heldSeconds: 3600,
    ...change,
  });
const prices = new Map([
  ['ml.m5.xlarge', 1],
  ['ml.g5.xlarge', 10],
]);
const candidate = (instanceType: string, hours: number) => ({
  instanceType,
  jobs: 2,
  trainingInstanceSeconds: hours * 3600,
  billableInstanceSeconds: hours * 3600,
});

describe('on-demand jobs that spot would have suited', () => {
  it('would have saved at the rate of their own type, else at that of all spot jobs', () => {
    const spot = [sums({}), sums({ billableInstanceSeconds: 900 })];
    expect(
      spotCandidatesOf([candidate('ml.m5.xlarge', 8), candidate('ml.g5.xlarge', 1)], spot, prices),
    ).toEqual([
      // 1 − (1800 + 900) / 7200 = 62.5 %
      expect.objectContaining({
        instanceType: 'ml.g5.xlarge',
        rateOf: 'all types',
        rate: 0.625,
        usdWouldSave: 6.25,
      }),
      expect.objectContaining({
        instanceType: 'ml.m5.xlarge',
        rateOf: 'this type',
        rate: 0.625,
        usdWouldSave: 5,
      }),
    ]);
  });

  it('would have saved at most that where a log did not tell what an interruption lost', () => {
    const spot = [sums({ atMostJobs: 1 }), sums({ instanceType: 'ml.g5.xlarge' })];
    const of = spotCandidatesOf([candidate('ml.m5.xlarge', 8), candidate('ml.g5.xlarge', 1)], spot, prices);
    expect(new Map(of.map(({ instanceType, atMost }) => [instanceType, atMost]))).toEqual(
      new Map([
        ['ml.m5.xlarge', true],
        ['ml.g5.xlarge', false],
      ]),
    );
  });

  it('promise nothing where no spot job has run, and no money where no price is known', () => {
    const [known, unpriced, ...others] = spotCandidatesOf(
      [candidate('ml.m5.xlarge', 1), candidate('ml.unknown', 1)],
      [sums({ spot: false })],
      prices,
    );
    expect(known).toMatchObject({ usdPaid: 1 });
    expect(known).not.toHaveProperty('rate');
    expect(known).not.toHaveProperty('usdWouldSave');
    expect(unpriced).toMatchObject({ instanceType: 'ml.unknown', trainingHours: 1 });
    expect(unpriced).not.toHaveProperty('usdPaid');
    expect(others).toEqual([]);
  });
});

describe('checkpoint intervals', () => {
  // One interruption in 20,000 s of an instance.
  const { rates } = interruptionCostsOf([sums({ interruptions: 1, heldInstanceSeconds: 20_000 })], prices);
  const job = (intervalSeconds: number, instanceCount = 1) => ({
    name: `every-${intervalSeconds}`,
    instanceType: 'ml.m5.xlarge',
    instanceCount,
    intervalSeconds,
    heldSeconds: 36_000,
  });

  it('far from the best one are told with what the better one would have saved', () => {
    // Young: √(2 · 10 · 20,000) = 632 s.
    const [advice, ...others] = intervalAdviceOf([job(700), job(6_000)], rates, 10);
    expect(others).toEqual([]);
    expect(advice).toMatchObject({ name: 'every-6000', secondsBetween: 20_000 });
    expect(advice!.youngSeconds).toBeCloseTo(632.46, 1);
    expect(advice!.bestSeconds).toBeCloseTo(625.8, 0);
    // (10/6000 + 6000/40,000 − 10/625.8 − 625.8/40,000) · 10 h
    expect(advice!.hoursSaved).toBeCloseTo(1.2, 2);
  });

  it('never would have saved more than the job lasted, however long the interval', () => {
    for (const intervalSeconds of [30_000, 100_000, 5_000_000]) {
      const [advice] = intervalAdviceOf([job(intervalSeconds, 16)], rates, 10);
      expect(advice!.hoursSaved).toBeLessThanOrEqual(10);
    }
  });

  it('count each of a job’s instances as one that can be taken', () => {
    const [advice] = intervalAdviceOf([job(6_000, 4)], rates, 10);
    expect(advice!.secondsBetween).toBe(5_000);
  });

  it('are no matter where nothing was interrupted', () => {
    const calm = interruptionCostsOf([sums({})], prices).rates;
    expect(intervalAdviceOf([job(6_000)], calm, 10)).toEqual([]);
  });
});

describe('instance types whose waits outgrow their discount', () => {
  it('are those that wait more for each hour held than they save of its price', () => {
    const all = [
      // Saves 50 %, waits 60 %.
      sums({ waitingSeconds: 2160 }),
      // Saves 50 %, waits 10 %.
      sums({ instanceType: 'ml.g5.xlarge', waitingSeconds: 360 }),
    ];
    const slow = slowTypesOf(all, interruptionCostsOf(all, prices).rates, prices);
    expect(slow).toMatchObject([{ instanceType: 'ml.m5.xlarge', jobs: 1, waitRatio: 0.6, share: 0.5 }]);
  });
});
