import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { savingsOf } from '@/lib/training/savings';
import { sampleJob } from '@/testing/training/read-sample';
import { type TrainingJob } from '@/lib/training/training-job';
import { SavingsCard } from './savings-card';

const price = {
  instanceType: 'ml.g5.xlarge',
  region: 'us-east-1',
  usdPerHour: 1.408,
  source: 'AWS Price List',
  asOf: '2026-11-01',
};
const spot: TrainingJob = {
  ...sampleJob('completed-uninterrupted'),
  instanceType: 'ml.g5.xlarge',
  instanceCount: 2,
  trainingSeconds: 3600,
  billableSeconds: 900,
};

const show = (
  job: TrainingJob,
  known: { priced?: boolean; terminal?: boolean; simulated?: boolean } = {},
) => {
  const { priced = true, terminal = true, simulated = false } = known;
  const given = priced ? price : undefined;
  render(
    <SavingsCard
      job={job}
      savings={savingsOf(job, given)}
      price={given}
      terminal={terminal}
      simulated={simulated}
    />,
  );
  return screen;
};

/** What stands beside a label. */
const fact = (shown: typeof screen, label: string) =>
  shown.getByText(label, { selector: 'dt' }).nextSibling?.textContent;

describe('the savings card', () => {
  it('shows seconds as they are reported, and the money of all instances', () => {
    const shown = show(spot);
    expect(shown.getByText('75.0%')).toBeDefined();
    expect(fact(shown, 'Training time')).toBe('3,600 s (1 h 00 min)');
    expect(fact(shown, 'Billable time')).toBe('900 s (15 min 00 s)');
    expect(fact(shown, 'On demand')).toBe('$2.82');
    expect(fact(shown, 'On spot')).toBe('$0.70');
    expect(shown.getByText('$2.11 saved')).toBeDefined();
  });

  it('says of a job without a result that it cost less, not that anything was saved', () => {
    const shown = show({ ...spot, status: 'Failed', secondaryStatus: 'Failed' });
    expect(shown.getByText('$2.11 less than on demand, without a result')).toBeDefined();
  });

  it('says what is not known yet of a job that runs, and shows no zero for it', () => {
    const running = { ...spot, status: 'InProgress', secondaryStatus: 'Training' };
    const shown = show(
      { ...running, trainingSeconds: undefined, billableSeconds: undefined },
      { terminal: false },
    );
    expect(shown.getByText('Not known yet')).toBeDefined();
    expect(fact(shown, 'Billable time')).toBe('not known yet');
    expect(fact(shown, 'On spot')).toBe('not known yet');
    expect(shown.getByText('SageMaker reports billable seconds once the job has ended.')).toBeDefined();
  });

  it('shows the share without a price, and why there is no money', async () => {
    const shown = show(spot, { priced: false });
    expect(shown.getByText('75.0%')).toBeDefined();
    expect(fact(shown, 'On demand')).toBe('price unknown');
    await userEvent.click(shown.getByRole('button', { name: 'Formula' }));
    expect(screen.getByText(/on-demand price of ml\.g5\.xlarge is not known here/)).toBeDefined();
  });

  it('names source and date of the price', async () => {
    await userEvent.click(show(spot).getByRole('button', { name: 'Formula' }));
    expect(
      screen.getByText(/ml\.g5\.xlarge in us-east-1: .*Source: AWS Price List, 2026-11-01\./),
    ).toBeDefined();
  });

  it.each([
    [spot, 1],
    [{ ...spot, spot: false }, 0],
  ])('marks a discount that is modelled, and only where there is one', (job, marks) => {
    expect(show(job, { simulated: true }).queryAllByText('Simulated discount')).toHaveLength(marks);
  });

  it('is the cost of a job on demand', () => {
    const shown = show({ ...spot, spot: false, billableSeconds: 3600 });
    expect(shown.getByRole('heading', { name: /^Cost/ })).toBeDefined();
    expect(shown.queryByText('Saved by spot')).toBeNull();
    expect(fact(shown, 'Paid')).toBe('$2.82');
  });
});
