import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { confusionMatrix } from './confusion-matrix';

describe('confusionMatrix', () => {
  it('counts rows by what was, columns by what was predicted', () => {
    const matrix = confusionMatrix([0, 0, 0, 1, 1], [0, 0, 1, 1, 0], ['cat', 'dog', 'fox']);
    expect(matrix.counts).toEqual([
      [2, 1, 0],
      [1, 1, 0],
      [0, 0, 0],
    ]);
    expect(matrix.shares).toEqual([
      [2 / 3, 1 / 3, 0],
      [0.5, 0.5, 0],
      [null, null, null],
    ]);
    expect(matrix).toMatchObject({ total: 5, correct: 3, accuracy: 0.6 });
  });

  it('gives precision, recall and F1, and none of them where there is nothing to divide by', () => {
    const { classes } = confusionMatrix([0, 0, 0, 1, 1, 2], [0, 0, 1, 1, 0, 0], ['cat', 'dog', 'fox', 'owl']);
    expect(classes[0]).toEqual({
      name: 'cat',
      precision: 0.5,
      recall: 2 / 3,
      f1: (2 / 3 / (0.5 + 2 / 3)) * 1,
      support: 3,
    });
    expect(classes[2]).toEqual({ name: 'fox', recall: 0, support: 1 });
    expect(classes[3]).toEqual({ name: 'owl', support: 0 });
  });

  it('has no accuracy of nothing', () => {
    expect(confusionMatrix([], [], ['a'])).not.toHaveProperty('accuracy');
  });

  it('refuses what would be counted wrongly', () => {
    expect(() => confusionMatrix([0, 1], [0], ['a', 'b'])).toThrow('2 labels, but 1 predictions');
    expect(() => confusionMatrix([0], [2], ['a', 'b'])).toThrow('prediction of example 0 is 2');
    expect(() => confusionMatrix([-1], [0], ['a', 'b'])).toThrow(RangeError);
    expect(() => confusionMatrix([0.5], [0], ['a', 'b'])).toThrow(RangeError);
  });

  it('for any labels: sums agree with what was given', () => {
    const pairs = fc.array(fc.tuple(fc.nat({ max: 3 }), fc.nat({ max: 3 })), { maxLength: 60 });
    fc.assert(
      fc.property(pairs, (all) => {
        const matrix = confusionMatrix(
          all.map(([actual]) => actual),
          Uint8Array.from(all, ([, predicted]) => predicted),
          ['a', 'b', 'c', 'd'],
        );
        expect(matrix.counts.flat().reduce((sum, count) => sum + count, 0)).toBe(all.length);
        expect(matrix.correct).toBe(all.filter(([actual, predicted]) => actual === predicted).length);
        expect(matrix.classes.map(({ support }) => support)).toEqual(
          [0, 1, 2, 3].map((index) => all.filter(([actual]) => actual === index).length),
        );
        expect(JSON.parse(JSON.stringify(matrix))).toEqual(matrix);
      }),
    );
  });
});
