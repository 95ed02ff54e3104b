import { expect, it } from 'vitest';
import { parseCell } from './cell-address';

it('reads a cell of the matrix, and nothing else', () => {
  expect(parseCell('2-0', 3)).toEqual({ row: 2, column: 0 });
  for (const text of [null, '', '3-0', '0-3', '-1-0', '1', '1-', '1.5-0', 'a-b', '0-0-0']) {
    expect(parseCell(text, 3), String(text)).toBeUndefined();
  }
});
