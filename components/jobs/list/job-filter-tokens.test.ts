import fc from 'fast-check';
import { expect, test } from 'vitest';
import { listedStandings, type JobFilters, usualFilters } from '@/lib/training/job-filters';
import { filtersOf, tokensOf } from './job-filter-tokens';

test('filters come back from the tokens that show them', () => {
  const text = fc
    .string({ minLength: 1, maxLength: 50, unit: 'grapheme' })
    .filter((one) => one.trim() === one);
  const texts = fc.array(text, { maxLength: 3 });
  const at = fc.integer({ min: 0, max: Date.UTC(2100, 0, 1) });
  const filters: fc.Arbitrary<JobFilters> = fc.record(
    {
      nameContains: texts,
      outcomes: texts,
      instanceTypes: texts,
      launchers: texts,
      where: fc.subarray(['local', 'us-east-1~research']),
      tags: fc.array(
        fc.oneof(
          fc.record({ key: text, value: text }, { requiredKeys: ['key'] }),
          fc.record({ key: text, absent: fc.constant(true) }),
        ),
        { maxLength: 3 },
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
    { requiredKeys: ['nameContains', 'outcomes', 'instanceTypes', 'launchers', 'tags', 'archived', 'where'] },
  );
  fc.assert(
    fc.property(filters, (original) => {
      expect(filtersOf(tokensOf(original))).toEqual(original);
    }),
  );
});

test('each filter is a token of its own, which can be removed by itself', () => {
  const filters: JobFilters = {
    ...usualFilters,
    outcomes: ['failed', 'stopped'],
    tags: [
      { key: 'Project', value: 'a=b' },
      { key: 'Owner', absent: true },
    ],
    endedFrom: Date.UTC(2026, 10, 1, 12, 30),
    endedBefore: Date.UTC(2026, 10, 8),
    standing: 'unbilled',
  };
  const { tokens } = tokensOf(filters);
  expect(tokens).toEqual([
    { propertyKey: 'status', operator: '=', value: ['failed', 'stopped'] },
    { propertyKey: 'ended', operator: '>=', value: '2026-11-01T12:30:00.000Z' },
    { propertyKey: 'ended', operator: '<=', value: '2026-11-08T00:00:00.000Z' },
    { propertyKey: 'tag', operator: '=', value: 'Project=a=b' },
    { propertyKey: 'without-tag', operator: '=', value: 'Owner' },
    { propertyKey: 'standing', operator: '=', value: 'unbilled' },
  ]);
  const { standing: _, ...without } = filters;
  expect(filtersOf({ operation: 'and', tokens: tokens.slice(0, -1) })).toEqual(without);
});

test('text without a property is a part of the name', () => {
  const { nameContains } = filtersOf({ operation: 'and', tokens: [{ operator: ':', value: ' mnist ' }] });
  expect(nameContains).toEqual(['mnist']);
});

test('of a property that holds one value the last token counts', () => {
  const token = (value: string) => ({ propertyKey: 'standing', operator: '=' as const, value });
  const { standing } = filtersOf({ operation: 'and', tokens: [token('failed'), token('running')] });
  expect(standing).toBe('running');
});

test('tokens that say nothing are passed over', () => {
  const says = (propertyKey: string, value: unknown) => ({ propertyKey, operator: '=' as const, value });
  const tokens = [
    { propertyKey: 'created', operator: '>=' as const, value: null },
    { propertyKey: 'ended', operator: '<=' as const, value: 'soon' },
    says('status', []),
    says('other', 'x'),
    says('type', 'maybe'),
    says('interrupted', 'maybe'),
    says('checkpoints', 'maybe'),
    says('standing', 'maybe'),
    says('suits', '1.5'),
    says('prefix', ' '),
    { operator: ':' as const, value: '  ' },
  ];
  expect(filtersOf({ operation: 'and', tokens })).toEqual(usualFilters);
});
