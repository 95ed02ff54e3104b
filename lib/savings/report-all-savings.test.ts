/** A report of several backends is that of all their jobs: in one catalog, where prices are the same, or added up. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { oddJobs, usdPerHour } from '../../testing/savings/naive-report';
import { reportCatalogOf } from '../../testing/savings/report-catalog-of';
import { missingTypes } from '../training/report/missing-price';
import { mergeReports } from '../training/report/merge-reports';
import { type ReportQuery, defaultReportQuery } from '../training/report/savings-report';
import { type TrainingJob } from '../training/training-job';
import { computeParts } from '../reports/compute-parts';

const now = Date.UTC(2026, 10, 21);
const places = ['local', 'us-east-1', 'us-east-1~research', 'eu-west-1'];

/** Numbers are the same but for what adding in another order does to them. */
const near = (value: unknown): unknown =>
  typeof value === 'number'
    ? Number(value.toPrecision(9))
    : Array.isArray(value)
      ? value.map(near)
      : typeof value === 'object' && value !== null
        ? Object.fromEntries(Object.entries(value).map(([key, one]) => [key, near(one)]))
        : value;

/** Contiguous parts of the jobs, some of them empty. */
const divided = (jobs: readonly TrainingJob[], cuts: readonly number[]) => {
  const edges = [0, ...cuts.map((cut) => Math.floor(cut * jobs.length)).sort((a, b) => a - b), jobs.length];
  return edges
    .slice(1)
    .map((end, index) => ({ from: edges[index] ?? 0, jobs: jobs.slice(edges[index], end) }));
};

const share = fc.double({ min: 0, max: 1, noNaN: true });
const cuts = fc.tuple(share, share, share);
const query: fc.Arbitrary<Partial<ReportQuery>> = fc.record(
  {
    period: fc.constantFrom(
      { preset: 'all' as const },
      { preset: '7d' as const },
      { from: '2026-11-10', to: '2026-11-18' },
    ),
    zone: fc.constantFrom('UTC', 'Asia/Kathmandu'),
    group: fc.constantFrom('instance' as const, 'tag' as const, 'prefix' as const),
    tagKey: fc.constantFrom('Project', 'Nothing'),
    namePrefix: fc.constantFrom('mnist', 'x'),
  },
  { requiredKeys: ['period', 'group'] },
);

test('parts at the same prices come to the report of all jobs in one catalog, group by group and bar by bar', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1e6 }), cuts, query, (seed, at, asked) => {
      const jobs = oddJobs(seed, 160);
      const full = { ...defaultReportQuery, ...asked };
      const parts = divided(jobs, at).map(({ from, jobs: own }, index) => ({
        where: places[index] ?? '',
        report: reportCatalogOf(own, now, { firstIndex: from }).report,
      }));
      const merged = mergeReports(full, computeParts(parts, full, now));
      const one = { where: 'all', report: reportCatalogOf(jobs, now).report };
      const whole = mergeReports(full, computeParts([one], full, now));
      expect(merged.period).toEqual(whole.period);
      expect(near(merged.totals)).toEqual(near(whole.totals));
      expect(near(merged.excluded)).toEqual(near(whole.excluded));
      expect(near(merged.bars)).toEqual(near(whole.bars));
      expect(near(merged.interruptions)).toEqual(near(whole.interruptions));
      const byKey = ({ groups }: typeof whole) =>
        near([...groups.rows].sort((a, b) => ((a.key ?? '') < (b.key ?? '') ? -1 : 1)));
      expect(byKey(merged)).toEqual(byKey(whole));
      expect(merged.groups.found).toBe(whole.groups.found);
      expect(missingTypes(merged.pricesMissing).sort()).toEqual(missingTypes(whole.pricesMissing));
    }),
    { numRuns: 15, seed: 20_261_127 },
  );
}, 120_000);

test('each part keeps its own prices, and their totals add up to those of the report', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1e6 }), cuts, query, (seed, at, asked) => {
      const jobs = oddJobs(seed, 160);
      const full = { ...defaultReportQuery, ...asked };
      // The last one has no price at all.
      const parts = divided(jobs, at).map(({ from, jobs: own }, index) => ({
        where: places[index] ?? '',
        report: reportCatalogOf(own, now, {
          firstIndex: from,
          prices: Object.fromEntries(
            Object.entries(usdPerHour).flatMap(([type, usd]) =>
              index === 3 ? [] : [[type, usd * (index + 1)]],
            ),
          ),
        }).report,
      }));
      const computed = computeParts(parts, full, now);
      const merged = mergeReports(full, computed);
      const sum = (value: (report: (typeof computed)[number]['report']) => number) =>
        computed.reduce((total, { report }) => total + value(report), 0);
      const priced = (of: { priced: boolean; usdPaid: number; usdSaved: number }) =>
        of.priced ? of : undefined;
      if (merged.totals.priced) {
        expect(merged.totals.usdPaid).toBeCloseTo(
          sum(({ totals }) => priced(totals)?.usdPaid ?? 0),
          6,
        );
        expect(merged.totals.usdSaved).toBeCloseTo(
          sum(({ totals }) => priced(totals)?.usdSaved ?? 0),
          6,
        );
      }
      // No job is counted twice or dropped: each is in the totals, or named as excluded.
      const counted = (report: Pick<typeof merged, 'totals' | 'excluded'>) =>
        (report.totals.priced ? report.totals.jobs : 0) + report.excluded.unpriced.amounts.jobs;
      expect(counted(merged)).toBe(sum(counted));
      expect(merged.excluded.failed.jobs).toBe(sum(({ excluded }) => excluded.failed.jobs));
      const rows = merged.placeRows ?? [];
      expect(rows.map(({ key }) => key).sort()).toEqual([...places].sort());
      for (const of of [rows, merged.groups.rows]) {
        const paid = of.reduce((total, { amounts }) => total + (amounts.priced ? amounts.usdPaid : 0), 0);
        expect(paid).toBeCloseTo(merged.totals.priced ? merged.totals.usdPaid : 0, 6);
        const left = of.reduce(
          (total, { amounts, unpriced }) =>
            total + (unpriced?.jobs ?? 0) + (amounts.priced ? 0 : amounts.jobs),
          0,
        );
        expect(left).toBe(merged.excluded.unpriced.amounts.jobs);
      }
    }),
    { numRuns: 15, seed: 20_261_127 },
  );
}, 120_000);
