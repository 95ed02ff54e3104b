import { expect, test } from 'vitest';
import { z } from 'zod';
import { keptListText, readKeptList } from './kept-list';

const schema = z.object({ name: z.string().min(1) });
const read = (value: unknown) => schema.safeParse(value).data;

test.each([
  [null, [], []],
  ['[]', [], []],
  ['', [], ['']],
  ['{', [], ['{']],
  ['null', [], ['null']],
  ['{"name":"a"}', [], ['{"name":"a"}']],
  ['[null,{"name":"a"},1,{"name":""}]', ['a'], [null, 1, { name: '' }]],
])('of %j', (text, names, unreadable) => {
  const list = readKeptList(text, read);
  expect(list.entries.map(({ name }) => name)).toEqual(names);
  expect(list.unreadable).toEqual(unreadable);
  const again = readKeptList(keptListText(list), read);
  expect(again, 'nothing is lost by keeping it').toEqual(list);
});

test('what nobody can read does not grow without bound', () => {
  const text = JSON.stringify(Array.from({ length: 500 }, (_, index) => index));
  expect(readKeptList(text, read).unreadable).toHaveLength(50);
});
