import { expect, test } from 'vitest';
import { type JobFilters } from '@/lib/training/job-list';
import { filtersOf, tokensOf } from './job-filter-tokens';

test('filters come back from the tokens that show them', () => {
  const filters: JobFilters = {
    nameContains: ['mnist', 'v2'],
    outcomes: ['failed', 'stopped'],
    spot: false,
    instanceTypes: ['ml.m5.xlarge'],
    createdFrom: Date.UTC(2026, 10, 1),
    createdBefore: Date.UTC(2026, 10, 8),
    tags: [{ key: 'Project', value: 'a=b' }, { key: 'Owner' }],
  };
  expect(filtersOf(tokensOf(filters))).toEqual(filters);
});

test('text without a property is a part of the name', () => {
  const { nameContains } = filtersOf({ operation: 'and', tokens: [{ operator: ':', value: ' mnist ' }] });
  expect(nameContains).toEqual(['mnist']);
});

test('tokens that say nothing are passed over', () => {
  const tokens = [
    { propertyKey: 'created', operator: '>=' as const, value: null },
    { propertyKey: 'created', operator: '<=' as const, value: 'soon' },
    { propertyKey: 'status', operator: '=' as const, value: [] },
    { propertyKey: 'other', operator: '=' as const, value: 'x' },
    { operator: ':' as const, value: '  ' },
  ];
  expect(filtersOf({ operation: 'and', tokens })).toEqual({
    nameContains: [],
    outcomes: [],
    instanceTypes: [],
    tags: [],
  });
});
