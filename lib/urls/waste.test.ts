import fc from 'fast-check';
import { expect, test } from 'vitest';
import { wasteGroups, type WasteQuery, wasteSortKeys } from '../training/report/waste-board';
import { formatWasteQuery, parseWasteQuery } from './waste';

const read = (address: string) =>
  parseWasteQuery(Object.fromEntries(new URLSearchParams(address)), 'Asia/Tokyo', (zone) => zone !== 'Mars');

test('what is written is what is read', () => {
  const text = fc.string({ minLength: 1, maxLength: 100 });
  const query: fc.Arbitrary<WasteQuery> = fc.record(
    {
      period: fc.constantFrom({ preset: '90d' as const }, { from: '2026-01-31', to: '2026-02-01' }),
      zone: fc.constantFrom('UTC', 'Europe/Berlin'),
      group: fc.constantFrom(...wasteGroups),
      tagKey: text,
      prefixParts: fc.integer({ min: 1, max: 5 }),
      namePrefix: text,
      sort: fc.record({ by: fc.constantFrom(...wasteSortKeys), descending: fc.boolean() }),
      page: fc.integer({ min: 1, max: 99_999 }),
    },
    { requiredKeys: ['period', 'zone', 'prefixParts', 'sort', 'page'] },
  );
  fc.assert(
    fc.property(query, (asked) => {
      expect(read(formatWasteQuery(asked))).toEqual(asked);
    }),
  );
});

test('what cannot be read is passed over', () => {
  expect(read('by=moon&sort=-constructor&page=-3&zone=Mars&parts=99&period=soon&tag=')).toEqual({
    period: { preset: '30d' },
    zone: 'Asia/Tokyo',
    prefixParts: 1,
    sort: { by: 'total', descending: true },
    page: 1,
  });
});
