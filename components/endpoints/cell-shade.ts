/**
 * How strongly a cell is coloured, 0 to 1. An error is scaled by the errors of its row, without what was right: a
 * model that is mostly right would else have one bright diagonal and nothing beside it. What is right stays faint.
 * The middle is left out, so that dark or light text always keeps its contrast.
 * @param count of the cell
 * @param rowCounts of its row
 * @param isRight the cell is on the diagonal
 */
export const cellShade = (
  count: number,
  rowCounts: readonly number[],
  isRight: boolean,
  right: number,
): { strength: number; strong: boolean } => {
  const total = rowCounts.reduce((sum, one) => sum + one, 0);
  const of = isRight ? total : total - right;
  const share = of <= 0 ? 0 : Math.min(1, count / of);
  if (isRight) return { strength: share * 0.25, strong: false };
  return share < 0.3
    ? { strength: share * 1.4, strong: false }
    : { strength: 0.8 + ((share - 0.3) / 0.7) * 0.2, strong: true };
};

/** Where a key moves the focus to in a grid of `size` by `size`; undefined for other keys. */
export const moveInGrid = (
  key: string,
  { row, column }: { row: number; column: number },
  size: number,
): { row: number; column: number } | undefined => {
  const clamp = (value: number) => Math.min(size - 1, Math.max(0, value));
  switch (key) {
    case 'ArrowUp':
      return { row: clamp(row - 1), column };
    case 'ArrowDown':
      return { row: clamp(row + 1), column };
    case 'ArrowLeft':
      return { row, column: clamp(column - 1) };
    case 'ArrowRight':
      return { row, column: clamp(column + 1) };
    case 'Home':
      return { row, column: 0 };
    case 'End':
      return { row, column: size - 1 };
    default:
      return undefined;
  }
};
