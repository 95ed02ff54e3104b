import { expect, it } from 'vitest';
import { cellShade, moveInGrid } from './cell-shade';

it('of the errors of a row, a larger one is never fainter, none is blank, and no shade falls where no text has contrast', () => {
  const shades = Array.from({ length: 1001 }, (_, count) =>
    cellShade(count, [9_000, count, 1_000 - count], false, 9_000),
  );
  shades.forEach(({ strength, strong }, index) => {
    expect(strength).toBeGreaterThanOrEqual(shades[index - 1]?.strength ?? 0);
    expect(strong ? strength >= 0.8 : strength < 0.45).toBe(true);
  });
  expect(cellShade(0, [9, 0, 1], false, 9)).toEqual({ strength: 0, strong: false });
  expect(cellShade(1, [9, 0, 1], false, 9)).toEqual({ strength: 1, strong: true });
});

it("what is right is fainter than every error that is a tenth of its row's", () => {
  const right = cellShade(1_000, [1_000, 0], true, 1_000);
  expect(right.strong).toBe(false);
  expect(cellShade(300, [90_000, 300, 700], false, 90_000).strength).toBeGreaterThan(right.strength);
});

it('a row without examples has no shade', () => {
  expect(cellShade(0, [0, 0], true, 0).strength).toBe(0);
  expect(cellShade(0, [0, 0], false, 0).strength).toBe(0);
});

it('keys move within the grid and stop at its edges', () => {
  const at = { row: 0, column: 2 };
  expect(moveInGrid('ArrowUp', at, 3)).toEqual(at);
  expect(moveInGrid('ArrowRight', at, 3)).toEqual(at);
  expect(moveInGrid('ArrowDown', at, 3)).toEqual({ row: 1, column: 2 });
  expect(moveInGrid('Home', at, 3)).toEqual({ row: 0, column: 0 });
  expect(moveInGrid('End', { row: 1, column: 0 }, 3)).toEqual({ row: 1, column: 2 });
  expect(moveInGrid('x', at, 3)).toBeUndefined();
});
