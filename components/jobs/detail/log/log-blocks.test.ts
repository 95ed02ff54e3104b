import { describe, expect, it } from 'vitest';
import { blockTop, LINE_HEIGHT, LINES_A_BLOCK, visibleBlocks } from './log-blocks';

const BLOCK = LINES_A_BLOCK * LINE_HEIGHT;
const none = new Map<number, number>();

describe('the part of a log that is drawn', () => {
  it('is a few blocks of ten thousand lines, and the rest is room above and below', () => {
    const total = 10_000 * LINE_HEIGHT;
    const view = visibleBlocks(10_000, none, total / 2, 400);
    expect(view.to - view.from).toBeLessThanOrEqual(4);
    expect(view.above).toBe(view.from * BLOCK);
    expect(view.above + (view.to - view.from) * BLOCK + view.below).toBe(total);
    expect(view.above).toBeLessThanOrEqual(total / 2 - 400);
  });

  it('reaches the last line at the end, and one block is drawn of a short log', () => {
    expect(visibleBlocks(120, none, 5_000, 400)).toMatchObject({ to: 3, below: 0 });
    expect(visibleBlocks(3, none, 0, 400)).toEqual({ from: 0, to: 1, above: 0, below: 0 });
    expect(visibleBlocks(0, none, 0, 400)).toEqual({ from: 0, to: 0, above: 0, below: 0 });
  });

  it('goes by the measured height of a block once it is known, as wrapped lines are higher', () => {
    const heights = new Map([[0, 5 * BLOCK]]);
    expect(visibleBlocks(200, heights, 4 * BLOCK, 100).from).toBe(0);
    expect(blockTop(60, 200, heights)).toBe(5 * BLOCK);
    expect(blockTop(60, 200, none)).toBe(BLOCK);
  });
});
