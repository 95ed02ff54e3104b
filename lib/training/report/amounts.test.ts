import { describe, expect, it } from 'vitest';
import { type Amounts, amountsOf, excludedOf, noAmounts, sageMakerShareOf, savedShareOf } from './amounts';
import { amountTexts } from '../money/money-text';
import { sampleSums as sums } from './sample-sums';

const prices = new Map([
  ['ml.m5.xlarge', 0.36],
  ['ml.g5.xlarge', 3.6],
]);
const close = (amounts: Amounts, expected: Partial<Omit<Amounts, 'priced'>>) => {
  for (const [key, value] of Object.entries(expected)) {
    expect(amounts[key as keyof Amounts], key).toBeCloseTo(value, 9);
  }
};

describe('amounts', () => {
  it('of a spot job on two instances are paid as SageMaker bills, against what on demand would have taken', () => {
    const amounts = amountsOf(
      [
        sums({
          trainingInstanceSeconds: 14_400,
          billableInstanceSeconds: 3600,
          usefulInstanceSeconds: 7200,
          waitingSeconds: 1800,
        }),
      ],
      prices,
    );
    close(amounts, {
      trainingHours: 4,
      billableHours: 1,
      idleHours: 0.5,
      usdOnDemand: 0.72,
      usdPaid: 0.36,
      usdSaved: 0.36,
      spotTrainingHours: 4,
      spotUsefulHours: 2,
      onDemandUsdPaid: 0,
    });
    expect(savedShareOf(amounts)).toBeCloseTo(0.5);
    // Its two hours of waiting are in the training time.
    expect(sageMakerShareOf(amounts)).toBeCloseTo(0.75);
  });

  it('of an on-demand job stand apart from those of spot: what was paid for it saved nothing and dilutes nothing', () => {
    const spot = sums({
      trainingInstanceSeconds: 3600,
      billableInstanceSeconds: 1800,
      usefulInstanceSeconds: 3600,
    });
    const onDemand = sums({
      spot: false,
      trainingInstanceSeconds: 3700,
      billableInstanceSeconds: 3600,
      usefulInstanceSeconds: 3700,
    });
    const amounts = amountsOf([spot, onDemand], prices);
    close(amounts, { jobs: 2, spotJobs: 1, usdOnDemand: 0.36, usdPaid: 0.18, usdSaved: 0.18 });
    close(amounts, { onDemandUsdPaid: 0.36, spotTrainingHours: 1 });
    expect(savedShareOf(amounts)).toBeCloseTo(0.5);
    expect(savedShareOf(amountsOf([onDemand], prices))).toBeUndefined();
  });

  it('weigh the savings of a group by money, not by jobs', () => {
    // 90 % of $0.36 and 50 % of $36: 50.4 %, where the mean of shares would be 70 %.
    const amounts = amountsOf(
      [
        sums({ usefulInstanceSeconds: 3600, billableInstanceSeconds: 360 }),
        sums({
          instanceType: 'ml.g5.xlarge',
          usefulInstanceSeconds: 36_000,
          billableInstanceSeconds: 18_000,
        }),
      ],
      prices,
    );
    expect(savedShareOf(amounts)).toBeCloseTo((0.324 + 18) / 36.36, 9);
  });

  it('of jobs without a second of training are nothing, and no share', () => {
    const amounts = amountsOf([sums({ jobs: 3 })], prices);
    close(amounts, { jobs: 3, usdOnDemand: 0, usdPaid: 0, usdSaved: 0 });
    expect(savedShareOf(amounts)).toBeUndefined();
  });

  it('leave out what failed and what is not billed, and what has no price where others have one', () => {
    const left = [
      sums({ standing: 'failed', trainingInstanceSeconds: 9, billableInstanceSeconds: 9 }),
      sums({ standing: 'unbilled' }),
      sums({ instanceType: 'ml.p5.48xlarge', trainingInstanceSeconds: 9, billableInstanceSeconds: 9 }),
      sums({ instanceType: undefined, trainingInstanceSeconds: 9, billableInstanceSeconds: 9 }),
    ];
    expect(amountsOf(left.slice(0, 2), prices)).toEqual(noAmounts);
    expect(amountsOf([...left, sums({})], prices)).toEqual(amountsOf([sums({})], prices));
  });

  it('stand without a price but for the money: hours, shares and interruptions are of all counted jobs', () => {
    const unpriced = sums({
      instanceType: 'ml.p5.48xlarge',
      trainingInstanceSeconds: 7200,
      billableInstanceSeconds: 900,
      usefulInstanceSeconds: 3600,
      interruptions: 2,
    });
    const amounts = amountsOf([unpriced], prices);
    expect(amounts).toMatchObject({ priced: false, jobs: 1, trainingHours: 2, interruptions: 2 });
    expect(savedShareOf(amounts)).toBeCloseTo(0.75);
    expect(sageMakerShareOf(amounts)).toBeCloseTo(0.875);
    expect(amountTexts(amounts)).toEqual({
      saved: 'no price',
      savedShare: '75.0%',
      sageMakerShare: '87.5%',
      onDemand: 'no price',
      paid: 'no price',
      onDemandPaid: '–',
    });
  });

  it('are at most what they say where a log did not tell what was lost', () => {
    const texts = amountTexts(
      amountsOf(
        [sums({ usefulInstanceSeconds: 36_000, billableInstanceSeconds: 18_000, atMostJobs: 1 })],
        prices,
      ),
    );
    expect(texts).toMatchObject({ saved: 'at most $1.80', savedShare: 'at most 50.0%', paid: '$1.80' });
  });
});

describe('excluded jobs', () => {
  it('are counted by why they are not in the totals, with what is known of them', () => {
    const excluded = excludedOf(
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
    expect(excluded).toEqual({
      running: { jobs: 7 },
      failed: { jobs: 3, trainingHours: 3, usdPaid: 0.36, unpricedHours: 1 },
      unbilled: { jobs: 4 },
      unpriced: {
        amounts: {
          ...noAmounts,
          priced: false,
          jobs: 6,
          spotJobs: 6,
          trainingHours: 1,
          spotTrainingHours: 1,
        },
        instanceTypes: ['ml.p5.48xlarge', 'unknown'],
      },
    });
  });
});
