import { describe, expect, it } from 'vitest';
import { sampleJob } from '../../testing/training/read-sample';
import { savingsOf } from './savings';

const price = { instanceType: 'ml.g4dn.xlarge', region: 'us-east-1', usdPerHour: 0.7364, source: 'test' };

describe('savingsOf', () => {
  it('is 1 − billable/training seconds, and money is billable seconds at the on-demand price', () => {
    const savings = savingsOf(sampleJob('completed-uninterrupted'), price);
    expect(savings.share).toBeCloseTo(1 - 262 / 874, 12);
    expect(savings.usdOnDemand).toBeCloseTo((874 * 0.7364) / 3600, 12);
    expect(savings.usdPaid).toBeCloseTo((262 * 0.7364) / 3600, 12);
    expect(savings.usdSaved).toBeCloseTo((612 * 0.7364) / 3600, 12);
  });

  it('multiplies money, and not the share, by the number of instances', () => {
    const one = savingsOf(sampleJob('completed-uninterrupted'), price);
    const four = savingsOf({ ...sampleJob('completed-uninterrupted'), instanceCount: 4 }, price);
    expect(four.usdPaid).toBeCloseTo(4 * (one.usdPaid ?? 0), 12);
    expect(four.share).toBe(one.share);
    expect(four.trainingSeconds).toBe(one.trainingSeconds);
  });

  it('knows nothing of a running job, and says so by absence', () => {
    expect(savingsOf(sampleJob('two-interruptions-training'), price)).toEqual({});
  });

  it('has no money without a price, with the price of another type, or without a count', () => {
    const job = sampleJob('completed-uninterrupted');
    const { instanceCount: _, ...uncounted } = job;
    const bare = { trainingSeconds: 874, billableSeconds: 262, share: 1 - 262 / 874 };
    expect(savingsOf(job)).toEqual(bare);
    expect(savingsOf(job, { ...price, instanceType: 'ml.p3.2xlarge' })).toEqual(bare);
    expect(savingsOf(uncounted, price)).toEqual(bare);
  });

  it('claims no savings for an on-demand job', () => {
    const savings = savingsOf(sampleJob('on-demand-completed'), price);
    expect(savings).not.toHaveProperty('share');
    expect(savings).not.toHaveProperty('usdSaved');
    expect(savings.usdPaid).toBe(savings.usdOnDemand);
  });

  it('has no share of nothing, and does not hide a loss', () => {
    const job = { ...sampleJob('failed'), billableSeconds: 10 };
    expect(savingsOf({ ...job, trainingSeconds: 0 })).not.toHaveProperty('share');
    expect(savingsOf({ ...job, trainingSeconds: 5 }).share).toBe(-1);
  });
});
