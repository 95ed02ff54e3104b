import { expect, test } from 'vitest';
import { parseViews, withoutView, withView } from './saved-view';

test('a view comes back, in the order of names, and one of the same name gives way', () => {
  const first = withView([], { name: 'Mine', address: 'tag=Owner%3Dada' });
  const views = withView(withView(first, { name: 'Failed', address: 'status=failed' }), {
    name: 'Mine',
    address: 'size=50',
  });
  expect(parseViews(JSON.stringify(views))).toEqual([
    { name: 'Failed', address: 'status=failed' },
    { name: 'Mine', address: 'size=50' },
  ]);
  expect(withoutView(views, 'Mine').map(({ name }) => name)).toEqual(['Failed']);
});

test.each([null, '', '{', 'null', '{"name":"a"}', '[null,1,{"name":"","address":""},{"name":"a"}]'])(
  'of %j nothing is read',
  (text) => {
    expect(parseViews(text)).toEqual([]);
  },
);
