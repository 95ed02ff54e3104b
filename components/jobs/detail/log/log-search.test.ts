import { describe, expect, it } from 'vitest';
import { cutAtMatches, findMatches, stepMatch } from './log-search';

describe('searching the log', () => {
  it('finds every place, whatever the case, several in a line too', () => {
    expect(findMatches(['Loss: 1 - val_loss: 2', 'nothing', 'LOSS'], 'loss')).toEqual([
      { line: 0, from: 0, to: 4 },
      { line: 0, from: 14, to: 18 },
      { line: 2, from: 0, to: 4 },
    ]);
  });

  it('takes characters as they are, not as a pattern, and finds nothing for nothing', () => {
    expect(findMatches(['a.b', 'axb'], 'a.b')).toHaveLength(1);
    expect(findMatches(['abc'], '')).toEqual([]);
  });

  it('keeps positions right in a text that lower case makes longer', () => {
    expect(findMatches(['İİ epoch'], 'epoch')).toEqual([{ line: 0, from: 3, to: 8 }]);
  });

  it('goes around the end in both directions, and starts at the nearer end', () => {
    expect([stepMatch(3, 2, 1), stepMatch(3, 0, -1), stepMatch(3, -1, 1), stepMatch(3, -1, -1)]).toEqual([
      0, 2, 0, 2,
    ]);
    expect(stepMatch(0, -1, 1)).toBe(-1);
  });

  it('cuts a line so that the pieces make up the line again', () => {
    const text = 'loss and loss!';
    const pieces = cutAtMatches(text, findMatches([text], 'loss'), 7);
    expect(pieces).toEqual([
      { text: 'loss', match: 7 },
      { text: ' and ' },
      { text: 'loss', match: 8 },
      { text: '!' },
    ]);
    expect(cutAtMatches(text, [], 0)).toEqual([{ text }]);
  });
});
