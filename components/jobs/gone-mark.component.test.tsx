/** Wherever a job is named that vanished it is marked, and its status is what it was. */
import { render, screen } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import { partOf } from '../../testing/part-of';
import { type ComparedJob } from '@/lib/training/compare/compared-job';
import { type MatchedJob, type ReportJob, type SavingsReport } from '@/lib/training/report/savings-report';
import { ResultsTable } from '../compare/results-table';
import { BreakdownJobs } from '../savings/breakdown-jobs';
import { MatchedRunsPanel } from '../savings/matched-runs-panel';
import { type ReportLinks } from '../savings/report-links';

vi.mock('next/navigation', () => ({
  useRouter: () => ({ push: vi.fn() }),
  usePathname: () => '/local/savings',
}));

const goneAt = Date.UTC(2026, 10, 20);
const marked = /^No longer in the account since/;

const job: ReportJob = {
  ...{ name: 'batch-1', spot: true, instanceType: 'ml.m5.large', instanceCount: 1, endedAt: 1 },
  ...{ trainingSeconds: 10, billableSeconds: 5, usefulSeconds: 10, atMost: false, interruptions: 0 },
};
const report = (jobs: ReportJob[]) =>
  partOf<SavingsReport>({
    ...{ prices: [], groups: { by: 'job', rows: [], page: 1, pages: 1, found: 0, jobs } },
    query: partOf<SavingsReport['query']>({}),
    totals: partOf<SavingsReport['totals']>({ jobs: jobs.length }),
  });

it.each([
  [{ ...job, goneAt }, 1],
  [job, 0],
])('a row of the report, %#', (row, marks) => {
  render(
    <BreakdownJobs
      backend="local"
      report={report([row])}
      header="Jobs"
      links={partOf<ReportLinks>({})}
      onSort={() => undefined}
      onEnter={() => Promise.resolve({ ok: true, value: undefined })}
    />,
  );
  expect(screen.getByRole('link', { name: 'batch-1' })).toBeDefined();
  expect(screen.queryAllByText(marked)).toHaveLength(marks);
});

it('one of two matched runs', () => {
  const side = (changes: Partial<MatchedJob>): MatchedJob => ({
    ...{ ...job, durationSeconds: 10, metrics: {} },
    ...changes,
  });
  const matched = partOf<SavingsReport>({
    prices: [],
    matchedRuns: [
      {
        entryPoint: 'train.py',
        runs: 2,
        spot: side({ goneAt }),
        onDemand: side({ name: 'there', spot: false }),
      },
    ],
    matchedRunsFound: 1,
  });
  render(<MatchedRunsPanel backend="local" report={matched} />);
  expect(screen.getAllByText(marked)).toHaveLength(1);
});

it('a column of a comparison, and what ran is what it was when it was last seen', () => {
  const compared: ComparedJob = {
    ...{
      name: 'batch-1',
      status: 'InProgress',
      secondaryStatus: 'Training',
      spot: true,
      createdAt: 1,
      goneAt,
    },
    ...{ interruptions: 0, counts: null, parameters: [], positions: [], times: [], curves: [], resumes: [] },
  };
  render(
    <ResultsTable
      backend="local"
      jobs={[compared]}
      metrics={[]}
      directionOf={() => 'lowest'}
      onFlip={() => {}}
      onRemove={() => {}}
    />,
  );
  expect(screen.getByText(marked)).toBeDefined();
  expect(screen.getByText('Training when last seen')).toBeDefined();
});
