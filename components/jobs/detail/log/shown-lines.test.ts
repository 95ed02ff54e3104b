import { describe, expect, it } from 'vitest';
import { type ShownLine } from './log-line-block';
import { shownLines } from './shown-lines';

const lines = ['Training Env:', 'Epoch 1', 'loss 0.5', 'Epoch 1', 'Loss 0.4'].map(
  (text, index): ShownLine => ({
    sequence: index,
    at: index,
    attempt: index < 3 ? 1 : 2,
    host: 'algo-1',
    message: text,
    text,
  }),
);
const nothing = { query: '', folded: new Set<number>() };
const texts = (choice: Parameters<typeof shownLines>[1]) => shownLines(lines, choice).map(({ text }) => text);

describe('the lines of a log that are shown', () => {
  it('are all, and the same array, where nothing was chosen', () => {
    expect(shownLines(lines, nothing)).toBe(lines);
  });

  it('are those of an attempt, of the script, with a text, or all of it together', () => {
    const own = [false, true, true, true, true];
    expect(texts({ ...nothing, attempt: 2 })).toEqual(['Epoch 1', 'Loss 0.4']);
    expect(texts({ ...nothing, own })).toEqual(['Epoch 1', 'loss 0.5', 'Epoch 1', 'Loss 0.4']);
    expect(texts({ ...nothing, query: 'LOSS' })).toEqual(['loss 0.5', 'Loss 0.4']);
    expect(texts({ ...nothing, own, query: 'e', attempt: 1 })).toEqual(['Epoch 1']);
    expect(texts({ ...nothing, query: 'nowhere' })).toEqual([]);
  });

  it('are one line for an attempt that is folded, which says how many there are', () => {
    expect(texts({ ...nothing, folded: new Set([1]) })).toEqual(['3 lines folded', 'Epoch 1', 'Loss 0.4']);
    expect(texts({ query: 'loss', folded: new Set([2]) })).toEqual(['loss 0.5', '1 lines folded']);
  });
});
