import { expect, it } from 'vitest';
import { confusionMatrix } from '@/lib/training/confusion-matrix';
import { mostConfused } from './most-confused';

it('names the largest errors, and never what was right', () => {
  const actual = [0, 0, 0, 0, 1, 1, 1, 2, 2];
  const predicted = [0, 1, 1, 2, 1, 0, 1, 2, 0];
  expect(mostConfused(confusionMatrix(actual, predicted, ['a', 'b', 'c']), 3)).toEqual([
    { row: 0, column: 1, count: 2, share: 0.5 },
    { row: 2, column: 0, count: 1, share: 0.5 },
    { row: 1, column: 0, count: 1, share: 1 / 3 },
  ]);
});

it('is empty where nothing was confused', () => {
  expect(mostConfused(confusionMatrix([0, 1], [0, 1], ['a', 'b']), 5)).toEqual([]);
});
