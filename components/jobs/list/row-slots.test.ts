import { expect, test } from 'vitest';
import { assignSlots } from './row-slots';

const none = new Map<string, number>();

test('another page is written into the rows that there are, in their order', () => {
  const first = assignSlots(none, ['a', 'b', 'c'], true);
  expect([...first.values()]).toEqual([0, 1, 2]);
  expect([...assignSlots(first, ['d', 'e', 'f', 'g'], true)]).toEqual([
    ['d', 0],
    ['e', 1],
    ['f', 2],
    ['g', 3],
  ]);
});

test('a job keeps its row wherever it goes, and no two jobs have one', () => {
  const first = assignSlots(none, ['a', 'b', 'c'], true);
  expect([...assignSlots(first, ['d', 'a', 'c'], true)]).toEqual([
    ['d', 1],
    ['a', 0],
    ['c', 2],
  ]);
  expect([...assignSlots(first, ['d', 'a', 'b', 'c'], false)]).toEqual([
    ['d', 3],
    ['a', 0],
    ['b', 1],
    ['c', 2],
  ]);
});

test('the row of a job that went while the page stayed is not given away', () => {
  const first = assignSlots(none, ['a', 'b', 'c'], true);
  expect([...assignSlots(first, ['d', 'b', 'c'], false)]).toEqual([
    ['d', 3],
    ['b', 1],
    ['c', 2],
  ]);
});
