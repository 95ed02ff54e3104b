import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  createLineSplitter,
  escapeControlCharacters,
  longestEventBytes,
  unescapeControlCharacters,
} from './line-splitter';

const split = (chunks: Buffer[]): string[] => {
  const splitter = createLineSplitter();
  return [...chunks.flatMap((chunk) => splitter.push(chunk)), ...splitter.end()];
};

describe('output cut by line', () => {
  it('is the same wherever the chunks are cut, within a character too', () => {
    const text = 'Épochs 1/2 🚀\n\nloss: 0.5\r\n終わり';
    const bytes = Buffer.from(text);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: bytes.length })), (cuts) => {
        const at = [0, ...cuts.sort((a, b) => a - b), bytes.length];
        const chunks = at.slice(1).map((end, index) => bytes.subarray(at[index], end));
        expect(split(chunks)).toEqual(['Épochs 1/2 🚀', 'loss: 0.5#015', '終わり']);
      }),
    );
  });

  it('shows control characters as CloudWatch does', () => {
    expect(split([Buffer.from('[49]\ttrain-error:0.1\b\u001b[0m\n')])).toEqual([
      '[49]#011train-error:0.1#010#033[0m',
    ]);
  });

  it('gives the line back as it was', () => {
    const line = '\ta\b\u001b[1m\u007f';
    expect(unescapeControlCharacters(escapeControlCharacters(line))).toBe(line);
  });

  it('cuts a line that is too long for one event, between characters', () => {
    const line = '€'.repeat(200_000);
    const events = split([Buffer.from(line)]);
    expect(events.join('')).toBe(line);
    expect(events.every((event) => Buffer.byteLength(event) <= longestEventBytes)).toBe(true);
    expect(events).toHaveLength(3);
  });

  it('does not gather a line without end', () => {
    const splitter = createLineSplitter();
    let given = 0;
    for (let sent = 0; sent < 100; sent += 1)
      given += splitter.push(Buffer.alloc(65_536, 'x')).join('').length;
    expect(100 * 65_536 - given).toBeLessThan(longestEventBytes);
  });
});
