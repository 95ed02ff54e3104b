import fc from 'fast-check';
import { expect, test } from 'vitest';
import { placeOf, readSlug, slugOf } from './backend-slug';

test.each([
  ['us-east-1', { place: 'us-east-1' }],
  ['us-east-1~research', { place: 'us-east-1', profile: 'research' }],
  ['eu-west-1~a~20b', { place: 'eu-west-1', profile: 'a b' }],
  ['local', { place: 'local' }],
])('%s is %o, and is written so', (slug, parts) => {
  expect(readSlug(slug)).toEqual(parts);
  expect(slugOf(parts)).toBe(slug);
});

test.each([
  'us-east-1~',
  'us-east-1~a~2',
  'us-east-1~a~zz',
  'us-east-1~~ff',
  'us-east-1~~61',
  'us-east-1~a/b',
])('%s names no profile', (slug) => expect(readSlug(slug)).toBeUndefined());

test('every name of a profile comes back, by characters that no address escapes', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (profile) => {
      if (/\p{Surrogate}/u.test(profile)) return;
      const slug = slugOf({ place: 'us-east-1', profile });
      expect(encodeURIComponent(slug)).toBe(slug);
      expect(readSlug(slug)).toEqual({ place: 'us-east-1', profile });
      expect(placeOf(slug)).toBe('us-east-1');
    }),
  );
});
