import fc from 'fast-check';
import { expect, test } from 'vitest';
import { noAmounts } from './amounts';
import { groupOrder, jobOrder } from './row-order';
import { type ReportJob, reportSortKeys } from './savings-report';

const group = (key: string | undefined, amounts: Partial<typeof noAmounts> = {}) => ({
  ...(key !== undefined && { key }),
  amounts: { ...noAmounts, ...amounts },
});

test('without a choice, groups without a price are first, then the largest savings; no key last', () => {
  const rows = [
    group(undefined, { usdSaved: 9 }),
    group('small', { usdSaved: 1 }),
    group('large', { usdSaved: 2 }),
    group('p4d', { priced: false }),
  ];
  expect(rows.toSorted(groupOrder(undefined)).map(({ key }) => key)).toEqual([
    'p4d',
    'large',
    'small',
    undefined,
  ]);
});

test('what has no value stands last, from the top and from the bottom', () => {
  const rows = [
    group('p4d', { spotJobs: 1, usdPaid: 7, priced: false }),
    group('b', { spotJobs: 1, usdPaid: 2 }),
    group('on demand alone', { jobs: 1 }),
    group('a', { spotJobs: 1, usdPaid: 3 }),
  ];
  const keys = (descending: boolean) =>
    rows.toSorted(groupOrder({ by: 'paid', descending })).map(({ key }) => key);
  expect(keys(true)).toEqual(['a', 'b', 'on demand alone', 'p4d']);
  expect(keys(false)).toEqual(['b', 'a', 'on demand alone', 'p4d']);
});

test('jobs are sorted by each column, rows of one value by their names', () => {
  const job = (name: string, more: Partial<ReportJob>): ReportJob => ({
    name,
    spot: true,
    endedAt: 1,
    trainingSeconds: 1,
    billableSeconds: 1,
    usefulSeconds: 1,
    atMost: false,
    interruptions: 0,
    ...more,
  });
  const jobs = [job('c', { usdPaid: 1 }), job('b', { usdPaid: 2, endedAt: 9 }), job('a', { usdPaid: 1 })];
  const names = (by: 'paid' | 'ended' | 'name', descending: boolean) =>
    jobs.toSorted(jobOrder({ by, descending })).map(({ name }) => name);
  expect(names('paid', true)).toEqual(['b', 'a', 'c']);
  expect(names('paid', false)).toEqual(['a', 'c', 'b']);
  expect(names('ended', true)).toEqual(['b', 'a', 'c']);
  expect(names('name', false)).toEqual(['a', 'b', 'c']);
  expect(jobs.toSorted(jobOrder(undefined))).toEqual(jobs);
});

test('whatever the rows are, an order is one: what is sorted stays as it is sorted again', () => {
  const amounts = fc.record({
    jobs: fc.nat(3),
    spotJobs: fc.nat(3),
    usdPaid: fc.double({ noNaN: true, min: 0, max: 9 }),
    spotTrainingHours: fc.nat(3),
    spotBillableHours: fc.nat(3),
    priced: fc.boolean(),
  });
  const rows = fc.array(fc.tuple(fc.option(fc.string({ maxLength: 2 }), { nil: undefined }), amounts), {
    maxLength: 12,
  });
  fc.assert(
    fc.property(rows, fc.constantFrom(...reportSortKeys), fc.boolean(), (all, by, descending) => {
      const order = groupOrder({ by, descending });
      const sorted = all.map(([key, of]) => group(key, of)).sort(order);
      expect(
        sorted
          .toReversed()
          .sort(order)
          .map((row) => order(sorted[0]!, row) <= 0),
      ).not.toContain(false);
      expect(sorted.toSorted(order)).toEqual(sorted);
    }),
  );
});
