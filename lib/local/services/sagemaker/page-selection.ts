/**
 * Keeps the first rows of an order that no index has, however many come: a page costs a look at each row and the memory
 * of the page, and nothing is sorted as a whole.
 */
export interface PageSelection<Row> {
  offer(row: Row): void;
  /** In order. */
  rows: readonly Row[];
}

/** @param size rows that are kept at most */
export const createPageSelection = <Row>(
  size: number,
  compare: (left: Row, right: Row) => number,
): PageSelection<Row> => {
  const rows: Row[] = [];
  return {
    rows,
    offer(row) {
      const last = rows.at(-1);
      if (rows.length === size && last !== undefined && compare(row, last) >= 0) return;
      let [low, high] = [0, rows.length];
      while (low < high) {
        const middle = (low + high) >> 1;
        if (compare(rows[middle]!, row) <= 0) low = middle + 1;
        else high = middle;
      }
      rows.splice(low, 0, row);
      if (rows.length > size) rows.pop();
    },
  };
};
