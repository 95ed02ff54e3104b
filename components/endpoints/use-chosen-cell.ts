'use client';

import { useSearchParams } from 'next/navigation';
import { useCallback } from 'react';
import { type Cell } from './confusion-matrix';
import { parseCell } from './cell-address';

/** The chosen cell of the matrix, kept in the address so that a link shows the same; replaced, not a step to go back. */
export const useChosenCell = (size: number): [Cell | undefined, (cell: Cell | undefined) => void] => {
  const params = useSearchParams();
  const choose = useCallback((cell: Cell | undefined) => {
    const next = new URLSearchParams(window.location.search);
    if (cell) next.set('cell', `${cell.row}-${cell.column}`);
    else next.delete('cell');
    const query = next.toString();
    window.history.replaceState(null, '', `${window.location.pathname}${query && `?${query}`}`);
  }, []);
  return [parseCell(params.get('cell'), size), choose];
};
