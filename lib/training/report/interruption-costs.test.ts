import { describe, expect, it } from 'vitest';
import { interruptionCostsOf, secondsBetweenInterruptions } from './interruption-costs';
import { sampleSums as sums } from './sample-sums';

describe('what interruptions cost', () => {
  it('is of spot jobs alone, failed ones too, and its money of known prices', () => {
    const costs = interruptionCostsOf(
      [
        sums({
          interruptions: 3,
          heldInstanceSeconds: 36_000,
          lostInstanceSeconds: 3600,
          lostBillableInstanceSeconds: 1800,
        }),
        sums({ standing: 'failed', interruptions: 1, heldInstanceSeconds: 36_000 }),
        sums({
          instanceType: 'ml.x',
          interruptions: 1,
          lostInstanceSeconds: 3600,
          lostBillableInstanceSeconds: 3600,
        }),
        sums({ spot: false, heldInstanceSeconds: 1e9 }),
      ],
      new Map([['ml.m5.xlarge', 2]]),
    );
    expect(costs).toMatchObject({ interruptions: 5, lostHours: 2, usdLost: 1 });
    expect(costs.rates).toMatchObject([
      { instanceType: 'ml.m5.xlarge', interruptions: 4, instanceHours: 20, per100Hours: 20 },
      { instanceType: 'ml.x', interruptions: 1, instanceHours: 0 },
    ]);
    expect(costs.rates[1]).not.toHaveProperty('per100Hours');
  });
});

describe('the time between interruptions', () => {
  const { rates } = interruptionCostsOf(
    [
      sums({ interruptions: 2, heldInstanceSeconds: 7200 }),
      sums({ instanceType: 'ml.calm', heldInstanceSeconds: 28_800 }),
    ],
    new Map(),
  );

  it('is that of the type where it was ever interrupted, else of all together', () => {
    expect(secondsBetweenInterruptions(rates, 'ml.m5.xlarge')).toBe(3600);
    expect(secondsBetweenInterruptions(rates, 'ml.calm')).toBe(18_000);
    expect(secondsBetweenInterruptions(rates, undefined)).toBe(18_000);
  });

  it('is not known where nothing was ever interrupted', () => {
    expect(secondsBetweenInterruptions([], 'ml.m5.xlarge')).toBeUndefined();
    const calm = interruptionCostsOf([sums({ heldInstanceSeconds: 1 })], new Map()).rates;
    expect(secondsBetweenInterruptions(calm, 'ml.m5.xlarge')).toBeUndefined();
  });
});
