/** @returns the cell that `row-column` names, both from 0, in a matrix with so many classes */
export const parseCell = (text: string | null, size: number): { row: number; column: number } | undefined => {
  const parts = /^(\d{1,3})-(\d{1,3})$/.exec(text ?? '');
  if (!parts) return undefined;
  const [row, column] = [Number(parts[1]), Number(parts[2])];
  return row < size && column < size ? { row, column } : undefined;
};
