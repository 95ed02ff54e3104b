import fc from 'fast-check';
import { expect, test } from 'vitest';
import { listedStandings, noFilters, usualFilters } from '../training/job-filters';
import { jobSortKeys } from '../training/job-columns';
import { type JobQuery } from '../training/job-list';
import { jobQuerySchema } from '../training/job-query';
import { defaultQuery, formatJobQuery, jobsPath, pageSizes, parseJobQuery } from './job-list';
import { formatTag, parseTag } from '../training/tag-text';

const paramsOf = (text: string) => {
  const params = new URLSearchParams(text);
  return Object.fromEntries([...params.keys()].map((key) => [key, params.getAll(key)]));
};

test('an address without a query is the newest jobs', () => {
  expect(parseJobQuery({})).toEqual(defaultQuery);
  expect(parseJobQuery({}, 100).pageSize).toBe(100);
});

const text = fc.string({ minLength: 1, maxLength: 50, unit: 'grapheme' });
const tagKey = fc.oneof(text, fc.stringMatching(/^[!=\\a]{1,8}$/));

test('every part of the state is in the address and comes back', () => {
  const unique = (values: fc.Arbitrary<string>) => fc.uniqueArray(values, { maxLength: 5 });
  const at = fc.integer({ min: 0, max: Date.UTC(2100, 0, 1) });
  const query: fc.Arbitrary<JobQuery> = fc.record({
    filters: fc.record(
      {
        nameContains: unique(text),
        outcomes: unique(text),
        instanceTypes: unique(text),
        launchers: unique(text),
        where: fc.subarray(['local', 'us-east-1~research']),
        tags: fc.uniqueArray(
          fc.oneof(
            fc.record({ key: tagKey, value: fc.oneof(text, fc.constant('')) }, { requiredKeys: ['key'] }),
            fc.record({ key: tagKey, absent: fc.constant(true) }),
          ),
          { maxLength: 3, selector: formatTag },
        ),
        spot: fc.boolean(),
        createdFrom: at,
        createdBefore: at,
        namePrefix: text,
        nameGroup: text,
        endedFrom: at,
        endedBefore: at,
        standing: fc.constantFrom(...listedStandings),
        lostWork: fc.boolean(),
        checkpoints: fc.boolean(),
        interrupted: fc.boolean(),
        suitsSpotWithin: fc.nat(),
        favourite: fc.boolean(),
        inAccount: fc.boolean(),
        serverless: fc.boolean(),
        archived: fc.constantFrom('hidden' as const, 'shown' as const, 'only' as const),
      },
      {
        requiredKeys: ['nameContains', 'outcomes', 'instanceTypes', 'launchers', 'tags', 'archived', 'where'],
      },
    ),
    sort: fc.record({ by: fc.constantFrom(...jobSortKeys), descending: fc.boolean() }),
    page: fc.integer({ min: 1, max: 100_000 }),
    pageSize: fc.constantFrom(...pageSizes),
    columns: fc.uniqueArray(
      fc.oneof(
        fc.constantFrom(...jobSortKeys),
        text.map((name) => `tag:${name}`),
      ),
      { minLength: 1, maxLength: 5 },
    ),
  });
  fc.assert(
    fc.property(query, (original) => {
      expect(parseJobQuery(paramsOf(formatJobQuery(original)))).toEqual(original);
      expect(jobQuerySchema.parse(original)).toEqual(original);
      const path = new URL(jobsPath('local', original.filters), 'http://localhost');
      expect(path.pathname).toBe('/local/jobs');
      expect(parseJobQuery(paramsOf(path.search))).toEqual({ ...defaultQuery, filters: original.filters });
    }),
  );
});

test('a link to the usual list has no query', () => {
  expect(jobsPath('us-east-1', usualFilters)).toBe('/us-east-1/jobs');
});

test('filters that say nothing of archived jobs are of all jobs, as a report counts them', () => {
  expect(jobsPath('local', { ...noFilters, spot: true })).toBe('/local/jobs?type=spot&archived=shown');
  expect(parseJobQuery({ archived: 'shown' }).filters.archived).toBe('shown');
  expect(parseJobQuery({ archived: 'no such' }).filters.archived).toBe('hidden');
});

test('a link has the names that a reader can type', () => {
  const filters = {
    ...usualFilters,
    tags: [
      { key: 'Owner', absent: true },
      { key: 'Project', value: 'a=b' },
    ],
    namePrefix: 'mnist-',
    nameGroup: 'a-*',
    endedFrom: Date.UTC(2026, 10, 1),
    endedBefore: Date.UTC(2026, 10, 8),
    standing: 'unpriced' as const,
    checkpoints: false,
    interrupted: true,
    suitsSpotWithin: 3_600,
  };
  expect(Object.fromEntries(new URL(jobsPath('local', filters), 'http://localhost').searchParams)).toEqual({
    tag: 'Project=a=b',
    prefix: 'mnist-',
    group: 'a-*',
    'ended-from': '2026-11-01T00:00:00.000Z',
    'ended-before': '2026-11-08T00:00:00.000Z',
    standing: 'unpriced',
    checkpoints: 'no',
    interrupted: 'yes',
    suits: '3600',
  });
  expect(jobsPath('local', filters)).toContain('tag=%21Owner&');
});

test('seconds without a bound stay a number that an address can hold', () => {
  const path = (suitsSpotWithin: number) => jobsPath('local', { ...usualFilters, suitsSpotWithin });
  expect(path(Infinity)).toBe('/local/jobs?suits=999999999999');
  expect(path(59.9)).toBe('/local/jobs?suits=59');
});

test.each([
  ['Owner', { key: 'Owner' }],
  ['Project=a=b', { key: 'Project', value: 'a=b' }],
  ['Project=', { key: 'Project', value: '' }],
  ['!Owner', { key: 'Owner', absent: true }],
  ['\\!Owner', { key: '!Owner' }],
  ['!!Owner', { key: '!Owner', absent: true }],
  ['a\\=b=c', { key: 'a=b', value: 'c' }],
  ['cut-off\\', { key: 'cut-off\\' }],
])('the tag %s is read', (typed, tag) => {
  expect(parseTag(typed)).toEqual(tag);
  expect(parseTag(formatTag(tag))).toEqual(tag);
});

test('what cannot be read is passed over and the rest holds', () => {
  const query = parseJobQuery({
    page: '-3',
    size: '100000',
    sort: 'name; DROP TABLE job',
    type: '__proto__',
    from: 'yesterday',
    before: '2026-99-99',
    'ended-from': '1e9',
    'ended-before': '2026-11-08T25:00Z',
    standing: 'constructor',
    checkpoints: 'true',
    interrupted: '1',
    suits: '-5',
    prefix: '',
    group: ['', 'a'],
    tag: ['!', '=x'],
    status: ['failed', '', 'failed'],
    unknown: 'x',
  });
  expect(query).toEqual({ ...defaultQuery, filters: { ...defaultQuery.filters, outcomes: ['failed'] } });
});

test('no address makes the query larger than its bounds', () => {
  const flood = Array.from({ length: 5_000 }, (_, index) => `${index}-${'x'.repeat(10_000)}`);
  const { filters, page } = parseJobQuery({
    name: flood,
    tag: flood,
    status: flood,
    prefix: flood,
    group: flood,
    suits: '9'.repeat(13),
    page: '9999999',
  });
  expect(filters.nameContains).toHaveLength(20);
  expect(filters.tags).toHaveLength(20);
  expect(Math.max(...filters.nameContains.map(({ length }) => length))).toBe(200);
  expect(Math.max(...filters.tags.map(({ key }) => key.length))).toBe(520);
  expect(filters.namePrefix).toHaveLength(200);
  expect(filters.nameGroup).toHaveLength(200);
  expect(filters).not.toHaveProperty('suitsSpotWithin');
  expect(page).toBe(1_000_000);
});

test('whatever is in an address, reading it never throws', () => {
  const signs = fc.stringMatching(/^[!=\\%_*-]{0,10}$/);
  const value = fc.oneof(fc.string(), signs, fc.array(fc.string(), { maxLength: 3 }), fc.constant(undefined));
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
    'prefix',
    'group',
    'ended-from',
    'ended-before',
    'standing',
    'checkpoints',
    'interrupted',
    'suits',
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
