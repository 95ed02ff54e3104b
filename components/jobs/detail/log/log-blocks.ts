/**
 * Decides which part of a long log is drawn: lines are drawn in blocks, only those near the window, and a block
 * that was never drawn counts with an estimate of its height.
 */
export const LINES_A_BLOCK = 50;
export const LINE_HEIGHT = 20;

export interface VisibleBlocks {
  /** First block drawn, and the one after the last. */
  from: number;
  to: number;
  /** Pixels above and below what is drawn. */
  above: number;
  below: number;
}

/** @param heights in pixels of the blocks that were measured, by block */
export const visibleBlocks = (
  lineCount: number,
  heights: ReadonlyMap<number, number>,
  scrollTop: number,
  viewHeight: number,
): VisibleBlocks => {
  const count = Math.ceil(lineCount / LINES_A_BLOCK);
  const margin = viewHeight;
  let top = 0;
  let from = 0;
  while (from < count - 1 && top + heightOf(from, lineCount, heights) < scrollTop - margin) {
    top += heightOf(from, lineCount, heights);
    from += 1;
  }
  let bottom = top;
  let to = from;
  while (to < count && (to === from || bottom < scrollTop + viewHeight + margin)) {
    bottom += heightOf(to, lineCount, heights);
    to += 1;
  }
  let below = 0;
  for (let block = to; block < count; block += 1) below += heightOf(block, lineCount, heights);
  return { from, to, above: top, below };
};

/** Where a line's block begins, in pixels from the top of the log. */
export const blockTop = (line: number, lineCount: number, heights: ReadonlyMap<number, number>): number => {
  let top = 0;
  for (let block = 0; block < Math.floor(line / LINES_A_BLOCK); block += 1) {
    top += heightOf(block, lineCount, heights);
  }
  return top;
};

const heightOf = (block: number, lineCount: number, heights: ReadonlyMap<number, number>) =>
  heights.get(block) ?? Math.min(LINES_A_BLOCK, lineCount - block * LINES_A_BLOCK) * LINE_HEIGHT;
