'use client';

import { type KeyboardEvent, useRef, useState } from 'react';
import { type ConfusionMatrix as Matrix } from '@/lib/training/confusion-matrix';
import { formatNumber, formatShare } from '@/lib/training/format';
import { cellShade, moveInGrid } from './cell-shade';
import styles from './confusion-matrix.module.css';

export interface Cell {
  row: number;
  column: number;
}

interface ConfusionMatrixProps {
  matrix: Matrix;
  /** Share of the row rather than count. */
  shares: boolean;
  selected?: Cell;
  onSelect: (cell: Cell) => void;
}

/** The heatmap: rows are the labels, columns what the model predicted. Arrow keys move, Enter opens a cell. */
export const ConfusionMatrix = ({ matrix, shares, selected, onSelect }: ConfusionMatrixProps) => {
  const { classNames, counts } = matrix;
  const [focus, setFocus] = useState<Cell>({ row: 0, column: 0 });
  const table = useRef<HTMLTableElement>(null);
  const countAt = ({ row, column }: Cell) => counts[row]?.[column] ?? 0;
  const onKeyDown = (event: KeyboardEvent) => {
    if ((event.key === 'Enter' || event.key === ' ') && countAt(focus) > 0) {
      event.preventDefault();
      onSelect(focus);
      return;
    }
    const next = moveInGrid(event.key, focus, classNames.length);
    if (!next) return;
    event.preventDefault();
    setFocus(next);
    table.current?.querySelector<HTMLElement>(`[data-cell="${next.row}-${next.column}"]`)?.focus();
  };
  const columnTotals = classNames.map((_, column) =>
    counts.reduce((sum, row) => sum + (row[column] ?? 0), 0),
  );
  return (
    <div className={styles.scroll}>
      <table
        ref={table}
        role="grid"
        aria-label="Confusion matrix: rows are the labels, columns the predictions"
        className={`${styles.matrix} ${classNames.length > 15 ? styles.dense : ''}`}
        onKeyDown={onKeyDown}
      >
        <thead>
          <tr>
            <th scope="col" className={styles.corner} title="Rows are the labels, columns the predictions">
              Predicted →
              <br />
              Actual ↓
            </th>
            {classNames.map((name, column) => (
              <th key={column} scope="col" title={name}>
                {name}
              </th>
            ))}
            <th scope="col">Total</th>
          </tr>
        </thead>
        <tbody>
          {classNames.map((name, row) => (
            <tr key={row}>
              <th scope="row" title={name}>
                {name}
              </th>
              {classNames.map((predicted, column) => (
                <MatrixCell
                  key={column}
                  cell={{ row, column }}
                  count={countAt({ row, column })}
                  share={matrix.shares[row]?.[column] ?? null}
                  shade={cellShade(
                    countAt({ row, column }),
                    counts[row] ?? [],
                    row === column,
                    countAt({ row, column: row }),
                  )}
                  shares={shares}
                  names={[name, predicted]}
                  tabbable={focus.row === row && focus.column === column}
                  selected={selected?.row === row && selected.column === column}
                  onSelect={(cell) => {
                    setFocus(cell);
                    if (countAt(cell) > 0) onSelect(cell);
                  }}
                />
              ))}
              <td>{formatNumber(matrix.classes[row]?.support ?? 0)}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">Total</th>
            {columnTotals.map((total, column) => (
              <td key={column}>{formatNumber(total)}</td>
            ))}
            <td>{formatNumber(matrix.total)}</td>
          </tr>
        </tfoot>
      </table>
    </div>
  );
};

interface MatrixCellProps {
  cell: Cell;
  count: number;
  share: number | null;
  shade: ReturnType<typeof cellShade>;
  shares: boolean;
  names: [actual: string, predicted: string];
  tabbable: boolean;
  selected: boolean;
  onSelect: (cell: Cell) => void;
}

const MatrixCell = ({
  cell,
  count,
  share,
  shade,
  shares,
  names,
  tabbable,
  selected,
  onSelect,
}: MatrixCellProps) => {
  const { strength, strong } = shade;
  const hue = cell.row === cell.column ? styles.right : styles.wrong;
  const shareText = share === null ? '–' : formatShare(share);
  const [actual, predicted] = names;
  return (
    <td
      role="gridcell"
      data-cell={`${cell.row}-${cell.column}`}
      tabIndex={tabbable ? 0 : -1}
      aria-selected={selected}
      aria-label={`Actual ${actual}, predicted ${predicted}: ${formatNumber(count)}${share === null ? '' : `, ${shareText} of ${actual}`}`}
      title={`Actual ${actual}, predicted ${predicted}: ${formatNumber(count)}`}
      className={`${styles.cell} ${hue} ${strong ? styles.strong : ''} ${count === 0 ? styles.zero : ''}`}
      style={{ '--strength': strength }}
      onClick={() => onSelect(cell)}
    >
      {shares ? shareText : formatNumber(count)}
    </td>
  );
};
