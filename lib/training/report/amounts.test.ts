import { describe, expect, it } from 'vitest';
import { type Amounts, amountsOf, apartOf, noAmounts, shareWithoutWaits, spotSavingsShare } from './amounts';
import { sampleSums as sums } from './sample-sums';

const prices = new Map([
  ['ml.m5.xlarge', 0.36],
  ['ml.g5.xlarge', 3.6],
]);
const close = (amounts: Amounts, expected: Partial<Amounts>) => {
  for (const [key, value] of Object.entries(expected)) {
    expect(amounts[key as keyof Amounts], key).toBeCloseTo(value, 9);
  }
};

describe('amounts', () => {
  it('of a spot job on two instances are what SageMaker bills: 2 × 1800 s paid of 2 × 3600 s trained', () => {
    const amounts = amountsOf(
      [
        sums({
          trainingInstanceSeconds: 7200,
          billableInstanceSeconds: 3600,
          heldInstanceSeconds: 6000,
          waitingSeconds: 1800,
        }),
      ],
      prices,
    );
    close(amounts, {
      trainingHours: 2,
      billableHours: 1,
      idleHours: 0.5,
      usdOnDemand: 0.72,
      usdPaid: 0.36,
      usdSaved: 0.36,
      spotTrainingHours: 2,
      // 1200 s of the 7200 s were no time on an instance.
      spotUsdWaits: 0.12,
    });
    expect(spotSavingsShare(amounts)).toBeCloseTo(0.5);
    // 3600 s paid of 6000 s on instances.
    expect(shareWithoutWaits(amounts)).toBeCloseTo(0.4);
  });

  it('of an on-demand job save nothing, and cost on demand what was paid', () => {
    const amounts = amountsOf(
      [sums({ spot: false, trainingInstanceSeconds: 3700, billableInstanceSeconds: 3600 })],
      prices,
    );
    close(amounts, { usdOnDemand: 0.36, usdPaid: 0.36, usdSaved: 0, spotUsdOnDemand: 0 });
    expect(spotSavingsShare(amounts)).toBeUndefined();
  });

  it('weigh the savings of a group by money, not by jobs', () => {
    // 90 % of $0.36 and 50 % of $36: 50.4 %, where the mean of shares would be 70 %.
    const amounts = amountsOf(
      [
        sums({ trainingInstanceSeconds: 3600, billableInstanceSeconds: 360 }),
        sums({
          instanceType: 'ml.g5.xlarge',
          trainingInstanceSeconds: 36_000,
          billableInstanceSeconds: 18_000,
        }),
      ],
      prices,
    );
    expect(spotSavingsShare(amounts)).toBeCloseTo((0.324 + 18) / 36.36, 9);
  });

  it('of jobs without a second of training are nothing, and no share', () => {
    const amounts = amountsOf([sums({ jobs: 3 })], prices);
    close(amounts, { jobs: 3, usdOnDemand: 0, usdPaid: 0, usdSaved: 0 });
    expect(spotSavingsShare(amounts)).toBeUndefined();
  });

  it('leave out what failed, what is not billed and what has no price', () => {
    const left = [
      sums({ standing: 'failed', trainingInstanceSeconds: 9, billableInstanceSeconds: 9 }),
      sums({ standing: 'unbilled' }),
      sums({ instanceType: 'ml.p5.48xlarge', trainingInstanceSeconds: 9, billableInstanceSeconds: 9 }),
      sums({ instanceType: undefined, trainingInstanceSeconds: 9, billableInstanceSeconds: 9 }),
    ];
    expect(amountsOf(left, prices)).toEqual(noAmounts);
  });
});

describe('jobs apart', () => {
  it('are counted by why they are not in the totals, with what is known of them', () => {
    const apart = apartOf(
      [
        sums({ standing: 'failed', jobs: 2, trainingInstanceSeconds: 7200, billableInstanceSeconds: 3600 }),
        sums({ standing: 'failed', instanceType: 'ml.p5.48xlarge', trainingInstanceSeconds: 3600 }),
        sums({ standing: 'unbilled', jobs: 4 }),
        sums({ instanceType: 'ml.p5.48xlarge', jobs: 5, trainingInstanceSeconds: 1800 }),
        sums({ instanceType: undefined, jobs: 1, trainingInstanceSeconds: 1800 }),
        sums({ jobs: 100, trainingInstanceSeconds: 1e6 }),
      ],
      prices,
      7,
    );
    expect(apart).toEqual({
      running: { jobs: 7 },
      failed: { jobs: 3, trainingHours: 3, usdPaid: 0.36 },
      unbilled: { jobs: 4 },
      unpriced: { jobs: 6, trainingHours: 1, instanceTypes: ['ml.p5.48xlarge', 'unknown'] },
    });
  });
});
