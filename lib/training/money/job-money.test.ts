import { describe, expect, it } from 'vitest';
import { type BilledTime, jobMoneyOf } from './job-money';

const spot: BilledTime = {
  spot: true,
  forNothing: false,
  instanceCount: 1,
  trainingSeconds: 9_250,
  billableSeconds: 606,
  usefulSeconds: 1_860,
};

describe('jobMoneyOf', () => {
  it('compares what was paid with the useful time, and names SageMaker’s own share beside it', () => {
    const money = jobMoneyOf(spot, 0.7364);
    expect(money.savedShare).toBeCloseTo(1 - 606 / 1_860, 12);
    expect(money.sageMakerShare).toBeCloseTo(1 - 606 / 9_250, 12);
    expect(money.usdOnDemand).toBeCloseTo((1_860 * 0.7364) / 3600, 12);
    expect(money.usdPaid).toBeCloseTo((606 * 0.7364) / 3600, 12);
    expect(money.usdSaved).toBeCloseTo((1_254 * 0.7364) / 3600, 12);
  });

  it('multiplies money, and no share, by the number of instances', () => {
    const [one, four] = [jobMoneyOf(spot, 1), jobMoneyOf({ ...spot, instanceCount: 4 }, 1)];
    expect(four.usdSaved).toBeCloseTo(4 * (one.usdSaved ?? 0), 12);
    expect(four).toMatchObject({ savedShare: one.savedShare, sageMakerShare: one.sageMakerShare });
  });

  it('has shares and no money without a price or a number of instances', () => {
    const { instanceCount: _, ...uncounted } = spot;
    for (const money of [jobMoneyOf(spot), jobMoneyOf(uncounted, 1)]) {
      expect(Object.keys(money).sort()).toEqual(['sageMakerShare', 'savedShare']);
    }
  });

  it('of a job that failed is what was paid: it saved nothing', () => {
    const money = jobMoneyOf({ ...spot, forNothing: true }, 1);
    expect(money.usdPaid).toBeCloseTo(606 / 3600, 12);
    expect(money).not.toHaveProperty('usdSaved');
    expect(money).not.toHaveProperty('savedShare');
  });

  it('claims no savings for an on-demand job, which costs what was billed', () => {
    const money = jobMoneyOf({ ...spot, spot: false, billableSeconds: 9_000 }, 1);
    expect(money).toEqual({ usdPaid: 2.5, usdOnDemand: 2.5, usdSaved: 0 });
  });

  it('does not hide a loss, and has no share of nothing', () => {
    expect(jobMoneyOf({ ...spot, usefulSeconds: 303 }, 1).savedShare).toBe(-1);
    expect(jobMoneyOf({ ...spot, usefulSeconds: 0 }, 1)).not.toHaveProperty('savedShare');
  });

  it('knows nothing of what SageMaker has not told', () => {
    expect(jobMoneyOf({ spot: true, forNothing: false, instanceCount: 1 }, 1)).toEqual({});
  });
});
