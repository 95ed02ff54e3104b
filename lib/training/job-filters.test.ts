import { expect, test } from 'vitest';
import { type FilterKey, jobFilters } from './job-filters';

const wordsOf = (key: FilterKey, value: unknown) => jobFilters[key].properties[0]?.words(value);

test('a choice is said in words, and what is not one as it is', () => {
  expect(wordsOf('outcomes', ['failed', 'Paused'])).toBe('Failed, Paused');
  expect(wordsOf('standing', 'unbilled')).toBe('Billable seconds unknown');
  expect(wordsOf('checkpoints', 'no')).toBe('None');
  expect(wordsOf('interrupted', 'no')).toBe('No');
});

test('a tag is said without the signs of an address', () => {
  expect(wordsOf('tags', 'a\\=b=c')).toBe('a=b=c');
  expect(wordsOf('tags', '\\!Owner')).toBe('!Owner');
});

test('how long a job may train for spot to suit it is said as a duration', () => {
  expect(wordsOf('suitsSpotWithin', '7500')).toBe('2 h 05 min or with checkpoints');
});
