import { expect, it } from 'vitest';
import { cellShade, moveInGrid } from './cell-shade';

it('a larger share is never fainter, none is blank, and no shade falls where no text has contrast', () => {
  const shades = Array.from({ length: 1001 }, (_, index) => cellShade(index / 1000));
  shades.forEach(({ strength, strong }, index) => {
    expect(strength).toBeGreaterThanOrEqual(shades[index - 1]?.strength ?? 0);
    expect(strong ? strength >= 0.8 : strength < 0.45).toBe(true);
  });
  expect(cellShade(0).strength).toBe(0);
  expect(cellShade(1).strength).toBe(1);
  expect(cellShade(null).strength).toBe(0);
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
