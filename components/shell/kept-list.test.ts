import { expect, test } from 'vitest';
import { z } from 'zod';
import { keptListText, readKeptList } from './kept-list';

const schema = z.object({ name: z.string().min(1) });

test.each([
  [null, [], []],
  ['[]', [], []],
  ['', [], ['']],
  ['{', [], ['{']],
  ['null', [], ['null']],
  ['{"name":"a"}', [], ['{"name":"a"}']],
  ['[null,{"name":"a"},1,{"name":""}]', ['a'], [null, 1, { name: '' }]],
])('of %j', (text, names, unreadable) => {
  const list = readKeptList(text, schema);
  expect(list.entries.map(({ name }) => name)).toEqual(names);
  expect(list.unreadable).toEqual(unreadable);
  const again = readKeptList(keptListText(list), schema);
  expect(again, 'nothing is lost by keeping it').toEqual(list);
});

test('what nobody can read does not grow without bound', () => {
  const text = JSON.stringify(Array.from({ length: 500 }, (_, index) => index));
  expect(readKeptList(text, schema).unreadable).toHaveLength(50);
});
