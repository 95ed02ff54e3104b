import { describe, expect, it } from 'vitest';
import { type RunningJob, runningCostOf } from './running-cost';

const running: RunningJob = {
  spot: true,
  instanceCount: 2,
  heldSeconds: 1_800,
  onInstance: true,
  secondsLeft: 5_400,
  maxRuntimeSeconds: 86_400,
};
const observed = { share: 0.4, jobs: 12, of: 'this type' } as const;

describe('runningCostOf', () => {
  it('reckons spot by what the account’s own spot jobs were billed', () => {
    const cost = runningCostOf(running, 3, observed);
    expect(cost).toMatchObject({
      heldSeconds: 1_800,
      rate: 'observed',
      end: { by: 'pace', secondsLeft: 5_400 },
    });
    // 2 instances × $3 × 40 %: $2.40 an hour.
    expect(cost.usdPerHour).toBeCloseTo(2.4, 12);
    expect(cost.usdSoFar).toBeCloseTo(1.2, 12);
    expect(cost.usdAtEnd).toBeCloseTo(4.8, 12);
  });

  it('takes the full price where no spot job has told the discount, and on demand', () => {
    expect(runningCostOf(running, 3, undefined)).toMatchObject({ rate: 'full', usdSoFar: 3 });
    expect(runningCostOf({ ...running, spot: false }, 3, observed)).toMatchObject({
      rate: 'on demand',
      usdSoFar: 3,
    });
  });

  it('costs nothing an hour while it waits, and what it had cost stands', () => {
    expect(runningCostOf({ ...running, onInstance: false }, 3, observed)).toMatchObject({ usdPerHour: 0 });
    expect(runningCostOf({ ...running, onInstance: false }, 3, observed).usdSoFar).toBeCloseTo(1.2, 12);
  });

  it('ends with its max runtime at the latest where the log does not tell, never below what it has cost', () => {
    const { secondsLeft: _, ...untold } = running;
    const cost = runningCostOf({ ...untold, maxRuntimeSeconds: 7_200 }, 3, undefined);
    expect(cost).toMatchObject({ end: { by: 'max runtime', maxRuntimeSeconds: 7_200 }, usdAtEnd: 12 });
    expect(runningCostOf({ ...untold, maxRuntimeSeconds: 60 }, 3, undefined).usdAtEnd).toBe(3);
    const { maxRuntimeSeconds: __, ...unlimited } = untold;
    expect(runningCostOf(unlimited, 3, undefined)).not.toHaveProperty('end');
  });

  it('tells its time and no money without a price', () => {
    expect(runningCostOf(running, undefined, observed)).toEqual({
      heldSeconds: 1_800,
      rate: 'observed',
      end: { by: 'pace', secondsLeft: 5_400 },
    });
  });
});
