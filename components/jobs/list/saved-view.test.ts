import { expect, test } from 'vitest';
import { keptListText, readKeptList } from '@/components/shell/kept-list';
import { maxViews, readSavedView, withoutView, withView } from './saved-view';
import { viewFormSchema } from './view-form-schema';

test('a view comes back, in the order of names, and one of the same name gives way', () => {
  const first = withView([], { name: 'Mine', address: 'tag=Owner%3Dada' });
  const views = withView(withView(first, { name: 'Failed', address: 'status=failed' }), {
    name: 'Mine',
    address: 'size=50',
  });
  const { entries } = readKeptList(keptListText({ entries: views, unreadable: [] }), readSavedView);
  expect(entries).toEqual([
    { name: 'Failed', address: 'status=failed' },
    { name: 'Mine', address: 'size=50' },
  ]);
  expect(withoutView(views, 'Mine').map(({ name }) => name)).toEqual(['Failed']);
});

test('a name is wanted, of a bounded length, and no more views than can be kept, but one may be replaced', () => {
  const views = Array.from({ length: maxViews }, (_, index) => ({ name: `v${index}`, address: '' }));
  const saidOf = (name: string, among = views.slice(1)) =>
    viewFormSchema(among)
      .safeParse({ name })
      .error?.issues.map(({ message }) => message) ?? [];
  expect(saidOf(' ')).toContain('Give the view a name.');
  expect(saidOf('n'.repeat(61))).toEqual(['A name of 60 characters at most.']);
  expect(saidOf('another')).toEqual([]);
  expect(saidOf('another', views)).toEqual([`${maxViews} views at most can be kept: remove one.`]);
  expect(saidOf(' v3 ', views)).toEqual([]);
});

test.each([
  null,
  undefined,
  'text',
  1,
  [],
  {},
  { name: 'n' },
  { address: 'a' },
  { name: '', address: 'a' },
  { name: 1, address: 'a' },
  { name: 'n', address: null },
  { name: 'n'.repeat(61), address: 'a' },
  { name: 'n', address: 'a'.repeat(20_001) },
])('what is no view is not taken for one: %j', (value) => {
  expect(readSavedView(value)).toBeUndefined();
});
