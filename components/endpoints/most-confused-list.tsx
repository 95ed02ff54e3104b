'use client';

import Box from '@cloudscape-design/components/box';
import { type ConfusionMatrix } from '@/lib/training/confusion-matrix';
import { formatNumber, formatShare } from '@/lib/training/format';
import { type Cell } from './confusion-matrix';
import styles from './confusion-matrix.module.css';
import { mostConfused } from './most-confused';

const shown = 5;

/** The errors to look at first; each leads to its cell. */
export const MostConfusedList = ({
  matrix,
  onSelect,
}: {
  matrix: ConfusionMatrix;
  onSelect: (cell: Cell) => void;
}) => {
  const pairs = mostConfused(matrix, shown);
  return (
    <section aria-label="Most confused pairs">
      <Box variant="h3">Most confused pairs</Box>
      {pairs.length === 0 && <Box color="text-body-secondary">Nothing was confused.</Box>}
      <ol className={styles.pairs}>
        {pairs.map(({ row, column, count, share }) => (
          <li key={`${row}-${column}`}>
            <button type="button" onClick={() => onSelect({ row, column })}>
              {matrix.classNames[row]} taken for {matrix.classNames[column]}
            </button>
            <span className="sd-number">
              {formatNumber(count)} ({formatShare(share)} of {matrix.classNames[row]})
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
};
