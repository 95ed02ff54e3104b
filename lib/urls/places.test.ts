import fc from 'fast-check';
import { expect, test } from 'vitest';
import { slugOf } from '../training/backend-slug';
import { maxPlaces, parsePlaces, withPlaces } from './places';

test('the backends that an address names come back, whatever their profiles are called', () => {
  const slug = fc.record({
    place: fc.constantFrom('us-east-1', 'eu-west-1'),
    profile: fc.string({ minLength: 1 }),
  });
  fc.assert(
    fc.property(fc.uniqueArray(slug.map(slugOf), { maxLength: 8 }), (places) => {
      const params = new URLSearchParams(withPlaces('status=failed', places));
      expect(params.get('status')).toBe('failed');
      expect(parsePlaces({ in: params.getAll('in') })).toEqual(places);
    }),
  );
});

test('what names no backend is passed over, and an address asks for no more than a page shows', () => {
  expect(parsePlaces({})).toEqual([]);
  expect(parsePlaces({ in: 'local,,a b,local,<x>,us-east-1' })).toEqual(['local', 'us-east-1']);
  expect(parsePlaces({ in: Array.from({ length: 99 }, (_, index) => `r-${index}`).join(',') })).toHaveLength(
    maxPlaces,
  );
  expect(withPlaces('', [])).toBe('');
});
