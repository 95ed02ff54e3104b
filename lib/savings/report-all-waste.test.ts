/** A waste board of several backends is the sum of theirs, whatever it is divided by. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { oddJobs, usdPerHour } from '../../testing/savings/naive-report';
import { reportCatalogOf } from '../../testing/savings/report-catalog-of';
import { wasteCauses } from '../training/money/waste';
import {
  defaultWasteQuery,
  type WasteGroup,
  wasteGroups,
  type WasteQuery,
} from '../training/report/waste-board';
import { computeWaste } from '../reports/compute-waste';

const now = Date.UTC(2026, 10, 21);
const places = ['local', 'us-east-1', 'us-east-1~research', 'eu-west-1'];

const query: fc.Arbitrary<Partial<WasteQuery>> = fc.record(
  {
    // Of the same days, whichever jobs a backend has.
    period: fc.constantFrom(
      { from: '2026-01-01', to: '2026-11-21' },
      { from: '2026-11-10', to: '2026-11-18' },
    ),
    zone: fc.constantFrom('UTC', 'Asia/Kathmandu'),
    group: fc.constantFrom<WasteGroup>(...wasteGroups),
    tagKey: fc.constantFrom('Project', 'Nothing'),
    namePrefix: fc.constantFrom('mnist', 'x'),
  },
  { requiredKeys: ['period', 'group'] },
);
const share = fc.double({ min: 0, max: 1, noNaN: true });

test('each backend is reckoned with its own prices and spot jobs, and no dollar is counted twice or dropped', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 1e6 }),
      fc.tuple(share, share, share),
      query,
      (seed, cuts, asked) => {
        const jobs = oddJobs(seed, 160);
        const edges = [0, ...cuts.map((cut) => Math.floor(cut * 160)).sort((a, b) => a - b), 160];
        const of = places.map((where, index) => ({
          where,
          idle: [],
          report: reportCatalogOf(jobs.slice(edges[index], edges[index + 1]), now, {
            firstIndex: edges[index] ?? 0,
            // The last one has no price at all.
            prices: Object.fromEntries(
              Object.entries(usdPerHour).flatMap(([type, usd]) =>
                index === 3 ? [] : [[type, usd * (index + 1)]],
              ),
            ),
          }).report,
        }));
        const full = { ...defaultWasteQuery, ...asked };
        const board = computeWaste(of, full, now, Infinity);
        const single = of.map((one) => computeWaste([one], full, now, Infinity));
        const sum = (value: (of: (typeof single)[number]) => number) =>
          single.reduce((total, one) => total + value(one), 0);
        expect(board.totals.usd).toBeCloseTo(
          sum(({ totals }) => totals.usd),
          6,
        );
        expect(board.totals.unpricedHours).toBeCloseTo(
          sum(({ totals }) => totals.unpricedHours),
          6,
        );
        for (const cause of wasteCauses)
          expect(board.totals.figures[cause].count).toBe(sum(({ totals }) => totals.figures[cause].count));
        expect(board.interruptedJobs).toBe(sum((one) => one.interruptedJobs));
        expect(board.pricesMissing).toEqual(single.flatMap(({ pricesMissing }) => pricesMissing));
        const rows = board.rows.reduce((total, { usd }) => total + usd, 0);
        expect(rows).toBeCloseTo(board.totals.usd, 6);
        const hours = board.rows.reduce((total, { unpricedHours }) => total + unpricedHours, 0);
        expect(hours).toBeCloseTo(board.totals.unpricedHours, 6);
        if (full.group === 'where')
          for (const { key, usd } of board.rows)
            expect(usd).toBeCloseTo(single[places.indexOf(key ?? '')]?.totals.usd ?? -1, 6);
        expect(new Set(board.pricesMissing.map(({ where }) => where)).has('local')).toBe(false);
      },
    ),
    { numRuns: 10, seed: 20_261_127 },
  );
}, 120_000);

test('by backend there is nothing to divide on a board of one: it is divided as where nothing was asked', () => {
  const { report } = reportCatalogOf(oddJobs(7, 40), now);
  const asked = { ...defaultWasteQuery, period: { preset: 'all' as const } };
  const { grouping, rows } = computeWaste([{ report, idle: [] }], { ...asked, group: 'where' }, now);
  const usual = computeWaste([{ report, idle: [] }], asked, now);
  expect([grouping, rows]).toEqual([usual.grouping, usual.rows]);
});
