import fc from 'fast-check';
import { expect, test } from 'vitest';
import { jobSortKeys, type JobQuery } from '@/lib/training/job-list';
import { defaultQuery, formatJobQuery, pageSizes, parseJobQuery } from './job-query-url';

const paramsOf = (text: string) => {
  const params = new URLSearchParams(text);
  return Object.fromEntries([...params.keys()].map((key) => [key, params.getAll(key)]));
};

test('an address without a query is the newest jobs', () => {
  expect(parseJobQuery({})).toEqual(defaultQuery);
  expect(parseJobQuery({}, 100).pageSize).toBe(100);
});

test('every part of the state is in the address and comes back', () => {
  const text = fc.string({ minLength: 1, maxLength: 50, unit: 'grapheme' });
  const unique = (values: fc.Arbitrary<string>) => fc.uniqueArray(values, { maxLength: 5 });
  const at = fc.integer({ min: 0, max: Date.UTC(2100, 0, 1) });
  const query: fc.Arbitrary<JobQuery> = fc.record({
    filters: fc.record(
      {
        nameContains: unique(text),
        outcomes: unique(text),
        instanceTypes: unique(text),
        tags: fc.uniqueArray(
          fc.record(
            { key: text.map((key) => key.replaceAll('=', '')).filter(Boolean), value: text },
            { requiredKeys: ['key'] },
          ),
          { maxLength: 3, selector: ({ key, value }) => `${key}=${value}` },
        ),
        spot: fc.boolean(),
        createdFrom: at,
        createdBefore: at,
      },
      { requiredKeys: ['nameContains', 'outcomes', 'instanceTypes', 'tags'] },
    ),
    sort: fc.record({ by: fc.constantFrom(...jobSortKeys), descending: fc.boolean() }),
    page: fc.integer({ min: 1, max: 100_000 }),
    pageSize: fc.constantFrom(...pageSizes),
  });
  fc.assert(
    fc.property(query, (original) => {
      expect(parseJobQuery(paramsOf(formatJobQuery(original)))).toEqual(original);
    }),
  );
});

test('what cannot be read is passed over and the rest holds', () => {
  const query = parseJobQuery({
    page: '-3',
    size: '100000',
    sort: 'name; DROP TABLE job',
    type: '__proto__',
    from: 'yesterday',
    before: '2026-99-99',
    status: ['failed', '', 'failed'],
    unknown: 'x',
  });
  expect(query).toEqual({ ...defaultQuery, filters: { ...defaultQuery.filters, outcomes: ['failed'] } });
});

test('no address makes the query larger than its bounds', () => {
  const flood = Array.from({ length: 5_000 }, (_, index) => `${index}-${'x'.repeat(10_000)}`);
  const { filters, page } = parseJobQuery({ name: flood, tag: flood, status: flood, page: '9999999' });
  expect(filters.nameContains).toHaveLength(20);
  expect(filters.tags).toHaveLength(20);
  expect(Math.max(...filters.nameContains.map(({ length }) => length))).toBe(200);
  expect(page).toBe(1_000_000);
});

test('whatever is in an address, reading it never throws', () => {
  const value = fc.oneof(fc.string(), fc.array(fc.string(), { maxLength: 3 }), fc.constant(undefined));
  const key = fc.constantFrom(
    'page',
    'size',
    'sort',
    'type',
    'from',
    'before',
    'name',
    'status',
    'tag',
    'instance',
  );
  fc.assert(
    fc.property(fc.dictionary(key, value), (params) => {
      const query = parseJobQuery(params);
      expect(pageSizes).toContain(query.pageSize);
      expect(query.page).toBeGreaterThanOrEqual(1);
      expect(jobSortKeys).toContain(query.sort.by);
    }),
  );
});
