import { render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { type OnDemandPrice } from '@/lib/training/money/price';
import { type SpotBilling } from '@/lib/training/money/running-cost';
import { noReading } from '@/lib/training/position';
import { type TrainingJob } from '@/lib/training/training-job';
import { after, CREATED, sampleJob } from '@/testing/training/read-sample';
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
/** On an instance for half an hour, then taken away, and on another one since half an hour. */
const running: TrainingJob = {
  ...spot,
  status: 'InProgress',
  secondaryStatus: 'Training',
  createdAt: CREATED,
  trainingSeconds: undefined,
  billableSeconds: undefined,
  trainingEndedAt: undefined,
  maxRuntimeSeconds: 7200,
  transitions: [
    { status: 'Downloading', startedAt: after(0), endedAt: after(60) },
    { status: 'Training', startedAt: after(60), endedAt: after(1800) },
    { status: 'Interrupted', startedAt: after(1800), endedAt: after(9000) },
    { status: 'Training', startedAt: after(9000) },
  ],
};
const interrupted: TrainingJob = {
  ...running,
  status: 'Completed',
  secondaryStatus: 'Completed',
  trainingEndedAt: after(10_800),
  trainingSeconds: 10_800,
  billableSeconds: 900,
};

interface Known {
  parts?: OnDemandPrice['parts'];
  priced?: boolean;
  simulated?: boolean;
  billing?: SpotBilling;
}

const Card = ({ job, known }: { job: TrainingJob; known: Known }) => {
  const { priced = true, simulated = false, billing, parts } = known;
  const snapshot = { job, reading: noReading, metrics: [], observedAt: after(10_800), problems: [] };
  const given = priced ? { ...price, ...(parts && { parts }) } : undefined;
  const facts = {
    ...useJobFacts(snapshot, given, { isLost: false, isGone: false }, true),
    until: after(10_800),
  };
  return (
    <MoneyCard
      job={job}
      facts={facts}
      {...(given && { price: given })}
      {...(billing && { billing })}
      simulated={simulated}
      onEnterPrice={() => Promise.resolve({ ok: true, value: undefined })}
    />
  );
};

const show = (job: TrainingJob, known: Known = {}) => {
  render(<Card job={job} known={known} />);
  return screen;
};

/** What stands beside a label. */
const fact = (label: string) => screen.getByText(label, { selector: 'dt' }).nextSibling?.textContent;
const figure = (label: string) => screen.getByRole('group', { name: label }).textContent;

describe('the money card', () => {
  it('shows what was saved of what on demand would have cost, and SageMaker’s own figure by its name', () => {
    show(spot);
    expect(figure('Saved by spot')).toContain('75.0%');
    expect(screen.getByText('$2.11 saved')).toBeDefined();
    expect(fact('On demand would have cost')).toBe('$2.82');
    expect(fact('Paid on spot')).toBe('$0.70');
    expect(fact('Useful time')).toBe('3,600 s (1 h 00 min)');
    expect(fact('Billable time')).toBe('900 s (15 min 00 s)');
    expect(fact('SageMaker’s own savings')).toBe('75.0%');
  });

  it('counts no wait as saved, and says at most where no log told what was lost', () => {
    show(interrupted);
    expect(fact('Useful time')).toBe('at most 3,600 s (1 h 00 min)');
    expect(figure('Saved by spot')).toContain('at most 75.0%');
    expect(screen.getByText('at most $2.11 saved')).toBeDefined();
    expect(fact('SageMaker’s own savings')).toBe('91.7%');
    expect(screen.getByText(/does not tell what the interruptions lost/)).toBeDefined();
  });

  it('says of a failed job what was spent for nothing, and of nothing that it was saved', () => {
    show({ ...spot, status: 'Failed', secondaryStatus: 'Failed' });
    expect(figure('Spent for nothing')).toContain('$0.70');
    expect(screen.queryByText(/saved$/)).toBeNull();
    expect(screen.queryByText(/%/)).toBeNull();
    expect(screen.getByRole('heading', { name: /^Cost/ })).toBeDefined();
  });

  it('says of a job that never had an instance that there was nothing to pay', () => {
    const never = { trainingSeconds: undefined, billableSeconds: undefined, trainingStartedAt: undefined };
    const transitions = [{ status: 'Starting', startedAt: after(0), endedAt: after(3_600) }];
    const ended = {
      ...spot,
      ...never,
      transitions,
      status: 'Stopped',
      secondaryStatus: 'MaxWaitTimeExceeded',
    };
    show(ended);
    expect(figure('Spent for nothing')).toContain('Nothing');
    expect(screen.getByText(/never had an instance/)).toBeDefined();
    expect(screen.queryByText(/Saved by spot/)).toBeNull();
  });

  it('says of a job that was stopped before it trained what was spent for nothing', () => {
    const transitions = [{ status: 'Downloading', startedAt: after(0), endedAt: after(3_600) }];
    show({ ...spot, transitions, status: 'Stopped', secondaryStatus: 'Stopped' });
    expect(figure('Spent for nothing')).toContain('$0.70');
    expect(screen.getByText(/ended before it trained/)).toBeDefined();
    expect(screen.queryByText(/%/)).toBeNull();
  });

  it('shows a loss as one', () => {
    show({ ...spot, billableSeconds: 4500 });
    expect(figure('Saved by spot')).toContain('−25.0%');
    expect(screen.getByText('$0.70 more than on demand would have cost')).toBeDefined();
  });

  it('shows of a running job its cost so far, its rate and its end, each with its basis', () => {
    show(running, { billing: { share: 0.4, jobs: 12, of: 'this type' } });
    // An hour on two instances at 40 % of $1.408.
    expect(figure('Cost so far')).toContain('about $1.13');
    expect(figure('Cost so far')).toContain('1 h 00 min on instances, waits not counted');
    expect(figure('Rate')).toContain('about $1.1264/h');
    expect(figure('Rate')).toContain('as 12 finished spot jobs of this instance type were billed');
    expect(figure('At the end')).toContain('at most $2.25');
    expect(figure('At the end')).toContain('its max runtime of 2 h 00 min');
    expect(screen.queryByText(/saved/i)).toBeNull();
  });

  it('takes the full price of a running job where no spot job has told the discount', () => {
    show(running);
    expect(figure('Cost so far')).toContain('at most $2.82');
    expect(figure('Rate')).toContain('no spot job has ended yet');
  });

  it('costs nothing an hour while it waits for capacity', () => {
    const { transitions } = running;
    show({ ...running, secondaryStatus: 'Interrupted', transitions: transitions.slice(0, 3) });
    expect(figure('Rate')).toContain('Nothing while it has no instance');
  });

  it('keeps shares and times without a price, says no price and opens the field for it', async () => {
    show(spot, { priced: false });
    expect(figure('Saved by spot')).toContain('75.0%');
    expect(fact('On demand would have cost')).toBe('no price');
    expect(screen.queryByText(/\$/)).toBeNull();
    await userEvent.click(screen.getAllByRole('button', { name: 'no price' })[0]!);
    const dialog = within(screen.getByRole('dialog'));
    expect(await dialog.findByRole('textbox', { name: 'Price of ml.g5.xlarge, USD an hour' })).toBeDefined();
  });

  it('names source and date of the price', async () => {
    await userEvent.click(show(spot).getByRole('button', { name: 'Formula' }));
    expect(
      screen.getByText(/ml\.g5\.xlarge in us-east-1: .*Source: AWS Price List, 2026-11-01\./),
    ).toBeDefined();
  });

  it('tells what each type of a cluster costs', async () => {
    const fleet = 'ml.c5.xlarge + 2 × ml.g5.xlarge';
    const parts = [
      { instanceType: 'ml.c5.xlarge', instanceCount: 1, usdPerHour: 0.204 },
      { instanceType: 'ml.g5.xlarge', instanceCount: 2, usdPerHour: 1.408 },
    ];
    show({ ...spot, instanceType: fleet, instanceCount: 3 }, { parts });
    await userEvent.click(screen.getByRole('button', { name: 'Formula' }));
    expect(
      screen.getByText(
        /mean of ml\.c5\.xlarge at \$0\.204\d*\/h \+ 2 × ml\.g5\.xlarge at \$1\.408\d*\/h each/,
      ),
    ).toBeDefined();
  });

  it.each([
    [spot, 1],
    [{ ...spot, spot: false }, 0],
  ])('marks a discount that is modelled, and only where there is one', (job, marks) => {
    expect(show(job, { simulated: true }).queryAllByText('Simulated discount')).toHaveLength(marks);
  });

  it('is the cost of a job on demand', () => {
    show({ ...spot, spot: false, billableSeconds: 3600 });
    expect(screen.getByRole('heading', { name: /^Cost/ })).toBeDefined();
    expect(screen.queryByText('Saved by spot')).toBeNull();
    expect(figure('Paid')).toContain('$2.82');
  });
});
