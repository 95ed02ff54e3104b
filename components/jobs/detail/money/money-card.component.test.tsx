import { render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { noReading } from '@/lib/training/position';
import { type TrainingJob } from '@/lib/training/training-job';
import { sampleJob } from '@/testing/training/read-sample';
import { useJobFacts } from '../stream/use-job-facts';
import { MoneyCard } from './money-card';

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

const Shown = ({ job, priced, simulated }: { job: TrainingJob; priced: boolean; simulated: boolean }) => {
  const given = priced ? price : undefined;
  const observedAt = job.lastModifiedAt ?? job.createdAt + 3_600_000;
  const snapshot = { job, reading: noReading, metrics: [], observedAt, problems: [] };
  const facts = useJobFacts(snapshot, given);
  return (
    <MoneyCard
      job={job}
      facts={facts}
      price={given}
      simulated={simulated}
      onEnterPrice={() => Promise.resolve({ ok: true, value: undefined })}
    />
  );
};

const show = (job: TrainingJob, { priced = true, simulated = false } = {}) => {
  render(<Shown job={job} priced={priced} simulated={simulated} />);
  return screen;
};

/** What stands beside a label. */
const fact = (label: string) => screen.getByText(label, { selector: 'dt' }).nextSibling?.textContent;

describe('what a job cost', () => {
  it('is billable seconds as they are reported, and the money of all instances', () => {
    const shown = show(spot);
    expect(shown.getByRole('heading', { name: /^Savings/ })).toBeDefined();
    expect(fact('Billable time')).toBe('900 s (15 min 00 s)');
    expect(fact('Training time')).toBe('3,600 s (1 h 00 min)');
    // 900 s / 3600 × 2 instances × 1.408 USD
    expect(fact('Paid on spot')).toBe('$0.70');
    expect(fact('SageMaker’s own savings')).toBe('75.0%');
    expect(shown.getByRole('group', { name: 'Saved by spot' }).textContent).toMatch(/%/);
  });

  it('was spent for nothing where the job failed', () => {
    const shown = show({ ...spot, status: 'Failed', secondaryStatus: 'Failed' });
    expect(shown.getByRole('group', { name: 'Spent for nothing' }).textContent).toContain('$0.70');
    expect(shown.queryByText('Saved by spot')).toBeNull();
  });

  it('is what it has cost so far while it runs, and no zero stands for what is not known', () => {
    const running = {
      ...sampleJob('two-interruptions-training'),
      instanceType: 'ml.g5.xlarge',
      instanceCount: 1,
    };
    const shown = show(running);
    expect(shown.getByRole('group', { name: 'Cost so far' })).toBeDefined();
    expect(shown.getByText('SageMaker reports billable seconds once the job has ended.')).toBeDefined();
    expect(shown.queryByText('Billable time')).toBeNull();
    expect(document.body.textContent).not.toContain('$0.00');
  });

  it('is not told without a price, and where one is missing one can be entered', async () => {
    const shown = show(spot, { priced: false });
    expect(fact('SageMaker’s own savings')).toBe('75.0%');
    expect(document.body.textContent).not.toMatch(/\$\d/);
    await userEvent.click(shown.getAllByRole('button', { name: /no price/i })[0]!);
    expect(within(await shown.findByRole('dialog')).getByRole('textbox')).toBeDefined();
  });

  it('says how it is worked out, with source and date of the price', async () => {
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

  it('is paid on demand', () => {
    const shown = show({ ...spot, spot: false, billableSeconds: 3600 });
    expect(shown.getByRole('heading', { name: /^Cost/ })).toBeDefined();
    expect(shown.getByRole('group', { name: 'Paid' }).textContent).toContain('$2.82');
  });
});
