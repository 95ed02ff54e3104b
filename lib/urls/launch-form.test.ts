import { expect, it } from 'vitest';
import { draftIn, draftSearch, startSearch } from './launch-form';

it('a start takes the place of another one and of its draft', () => {
  expect(startSearch('?clone=a&draft=1&x=y', 'example:mnist')).toBe('?x=y&example=mnist');
  expect(startSearch('?example=mnist', 'on-demand:job-1')).toBe('?ondemand=job-1');
  expect(startSearch('', 'scratch')).toBe('?from=scratch');
});

it('a draft goes with its start', () => {
  expect(draftSearch('?clone=a', 'id 1')).toBe('?clone=a&draft=id+1');
  expect(draftIn('?clone=a&draft=id+1')).toBe('id 1');
  expect(draftSearch('?clone=a&draft=1', undefined)).toBe('?clone=a');
  expect(draftSearch('?draft=1', undefined)).toBe('');
  expect(draftIn('')).toBeUndefined();
});
