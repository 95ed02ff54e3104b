import { type ConfusionMatrix } from '@/lib/training/confusion-matrix';

/** Examples of one class that were taken for another. */
export interface ConfusedPair {
  row: number;
  column: number;
  count: number;
  /** Of the row's examples. */
  share: number;
}

/** The cells beside the diagonal with the most examples, the largest first; of as many, the larger share first. */
export const mostConfused = ({ counts, shares }: ConfusionMatrix, atMost: number): ConfusedPair[] =>
  counts
    .flatMap((cells, row) =>
      cells.map((count, column) => ({ row, column, count, share: shares[row]?.[column] ?? 0 })),
    )
    .filter(({ row, column, count }) => row !== column && count > 0)
    .sort((a, b) => b.count - a.count || b.share - a.share)
    .slice(0, atMost);
