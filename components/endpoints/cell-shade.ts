/**
 * How strongly a cell is coloured, 0 to 1. The cube root makes rare mistakes visible; the middle is left out, so
 * that dark or light text always keeps its contrast.
 */
export const cellShade = (share: number | null): { strength: number; strong: boolean } => {
  const root = Math.cbrt(Math.min(1, Math.max(0, share ?? 0)));
  return root < 0.6
    ? { strength: root * 0.7, strong: false }
    : { strength: 0.8 + (root - 0.6) * 0.5, strong: true };
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
