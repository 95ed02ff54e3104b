import { type ChartLine, type ChartRow, type LineKey } from './chart-model';

export interface PlotPoint {
  x: number;
  y: number;
}

/** Gives every line a key and lays all their points out as rows by x. */
export const collectLines = (
  drawn: readonly { line: Omit<ChartLine, 'key' | 'single'>; points: readonly PlotPoint[] }[],
): { lines: ChartLine[]; rows: ChartRow[] } => {
  const rows = new Map<number, ChartRow>();
  const lines = drawn.map(({ line, points }, index) => {
    const key: LineKey = `line${index}`;
    for (const { x, y } of points) {
      const row = rows.get(x) ?? { x };
      row[key] = y;
      rows.set(x, row);
    }
    return { ...line, key, single: points.length === 1 };
  });
  return { lines, rows: [...rows.values()].sort((a, b) => a.x - b.x) };
};
