import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isZone } from '../training/report/period';
import { barUnits, periodPresets } from '../training/report/period-choice';
import {
  defaultReportQuery,
  type ReportQuery,
  reportGroups,
  reportSortKeys,
} from '../training/report/savings-report';
import { formatReportQuery, parseReportQuery } from './report';

const paramsOf = (text: string) => {
  const params = new URLSearchParams(text);
  return Object.fromEntries([...params.keys()].map((key) => [key, params.getAll(key)]));
};
const parse = (params: Parameters<typeof parseReportQuery>[0], zone?: string) =>
  parseReportQuery(params, zone, isZone);

test('an address without a query is the last 30 days by the reader’s calendar', () => {
  expect(parse({}, 'Asia/Tokyo')).toEqual({ ...defaultReportQuery, zone: 'Asia/Tokyo' });
  expect(parse({}, 'Nowhere/Land').zone).toBe('UTC');
  expect(parse({ zone: 'Europe/Berlin' }, 'Asia/Tokyo').zone).toBe('Europe/Berlin');
});

test('every part of the state is in the address and comes back', () => {
  const day = fc
    .date({ min: new Date('1970-01-01'), max: new Date('2199-12-31'), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10));
  const query: fc.Arbitrary<ReportQuery> = fc.record(
    {
      period: fc.oneof(
        fc.record({ preset: fc.constantFrom(...periodPresets) }),
        fc.record({ from: day, to: day }),
      ),
      zone: fc.constantFrom('UTC', 'Europe/Berlin', 'America/Argentina/Buenos_Aires'),
      unit: fc.constantFrom(...barUnits),
      group: fc.constantFrom(...reportGroups),
      tagKey: fc.string({ minLength: 1, maxLength: 128 }),
      prefixParts: fc.integer({ min: 1, max: 5 }),
      sort: fc.record({ by: fc.constantFrom(...reportSortKeys), descending: fc.boolean() }),
      groupPage: fc.integer({ min: 2, max: 2_000 }),
      namePrefix: fc.string({ minLength: 1, maxLength: 128 }),
      checkpointSeconds: fc.integer({ min: 1, max: 3600 }),
    },
    { requiredKeys: ['period', 'zone', 'group', 'prefixParts', 'checkpointSeconds'] },
  );
  fc.assert(
    fc.property(query, (original) => {
      expect(parse(paramsOf(formatReportQuery(original)))).toEqual(original);
    }),
  );
});

test('what cannot be read is passed over and the rest holds', () => {
  const query = parse({
    period: 'forever',
    from: '2026-02-30',
    to: '2026-03-01',
    unit: 'second',
    by: '__proto__',
    sort: '-constructor',
    parts: '-1',
    'groups-page': '0',
    'checkpoint-seconds': '1e9',
    zone: ['<script>', 'UTC'],
    tag: 'Project',
  });
  expect(query).toEqual({ ...defaultReportQuery, tagKey: 'Project' });
});

test('whatever is in an address, reading it never throws', () => {
  const value = fc.oneof(fc.string(), fc.array(fc.string(), { maxLength: 3 }), fc.constant(undefined));
  const key = fc.constantFrom(
    'period',
    'from',
    'to',
    'zone',
    'unit',
    'by',
    'tag',
    'parts',
    'groups-page',
    'prefix',
    'checkpoint-seconds',
  );
  fc.assert(
    fc.property(fc.dictionary(key, value), (params) => {
      expect(reportGroups).toContain(parse(params).group);
    }),
  );
});
