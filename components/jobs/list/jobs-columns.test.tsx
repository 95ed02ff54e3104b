import { expect, test } from 'vitest';
import { chosenColumns } from './added-columns';
import { addedColumns, displayOf, jobColumnsOf } from './jobs-columns';

const columns = jobColumnsOf('local', ['tag:Owner'], false);
const visibleIn = (display: ReturnType<typeof displayOf>) =>
  display.filter(({ visible }) => visible).map(({ id }) => id);

test('who chose nothing sees the usual columns, and an added one only who asks for it', () => {
  expect(visibleIn(displayOf(columns, {}))).toEqual([
    ...['name', 'status', 'spot', 'interruptions', 'progress', 'duration', 'savings', 'created'],
  ]);
});

test('what the address says counts before what was chosen, in its order and never without the name', () => {
  const chosen = { columns: [{ id: 'status', visible: true }] };
  const display = displayOf(columns, chosen, ['tag:Owner', 'cost', 'gone:x']);
  expect(visibleIn(display)).toEqual(['name', 'tag:Owner', 'cost']);
  expect(visibleIn(displayOf(columns, chosen, ['cost', 'name']))).toEqual(['cost', 'name']);
  expect(new Set(display.map(({ id }) => id)).size).toBe(columns.length);
});

test('a column that was added is shown, and one taken away is gone', () => {
  const before = [
    { id: 'name', visible: true },
    { id: 'tag:Owner', visible: false },
  ];
  expect(chosenColumns(before, ['last:loss'])).toEqual([
    { id: 'name', visible: true },
    { id: 'last:loss', visible: true },
  ]);
  expect(addedColumns(['cost', 'last:loss'], { columns: before })).toEqual(['last:loss', 'tag:Owner']);
});

test('amounts of a simulation say so in the head of their column', () => {
  const headers = (simulated: boolean) =>
    jobColumnsOf('local', [], simulated)
      .filter(({ id }) => id === 'cost')
      .map(({ header }) => header);
  expect([headers(true), headers(false)]).toEqual([['Cost, simulated'], ['Cost']]);
});
