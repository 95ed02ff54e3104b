/** One measured figure, as the table and the JSON show it. */
export interface Figure {
  metric: string;
  measured: string;
  /** Absent where nothing was aimed at. */
  target?: string;
  /** Whether the target was met; absent without a target. */
  met?: boolean;
  /** Every sample, in the unit of `measured`. */
  samples: number[];
}

export const median = (samples: readonly number[]): number => {
  const sorted = [...samples].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle];
  if (upper === undefined) throw new Error('nothing was measured');
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
};

/** The smallest sample that so large a share of all does not exceed. @param share 0 to 1 */
export const percentile = (samples: readonly number[], share: number): number => {
  const sorted = [...samples].sort((a, b) => a - b);
  const value = sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)];
  if (value === undefined) throw new Error('nothing was measured');
  return value;
};

/** The median of samples in seconds against a limit in seconds. */
export const secondsFigure = (metric: string, samples: number[], limit?: number): Figure => {
  const value = median(samples);
  return {
    metric,
    measured: `${value.toFixed(2)} s`,
    samples,
    ...(limit !== undefined && { target: `≤ ${limit} s`, met: value <= limit }),
  };
};

/** Rows padded to columns. */
export const formatTable = (figures: readonly Figure[]): string => {
  const rows = [
    ['metric', 'measured', 'target', ''],
    ...figures.map(({ metric, measured, target, met }) => [
      metric,
      measured,
      target ?? '–',
      met === false ? 'missed' : '',
    ]),
  ];
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
};
