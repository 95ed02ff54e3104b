import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  createLineSplitter,
  escapeControlCharacters,
  maxEventBytes,
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
    expect(events.every((event) => Buffer.byteLength(event) <= maxEventBytes)).toBe(true);
    expect(events).toHaveLength(3);
  });

  it('does not gather a line without end, and fills every event of it', () => {
    const splitter = createLineSplitter();
    let given = 0;
    for (let sent = 0; sent < 100; sent += 1) {
      const events = splitter.push(Buffer.alloc(65_536, 'x'));
      expect(events.every(({ length }) => length === maxEventBytes)).toBe(true);
      given += events.join('').length;
    }
    expect(100 * 65_536 - given).toBeLessThanOrEqual(maxEventBytes);
  });

  it('cuts no escape in two, and loses nothing of output that is no text', () => {
    for (const unit of ['\r', '\0a', '\u001b[1mx', '\u0000\u0001é']) {
      const line = unit.repeat(200_000);
      const events = split([Buffer.from(line)]);
      expect(events.join('')).toBe(escapeControlCharacters(line));
      expect(events.map(unescapeControlCharacters).join('')).toBe(line);
      expect(Math.max(...events.map((event) => Buffer.byteLength(event)))).toBeLessThanOrEqual(maxEventBytes);
    }
    const invalid = Buffer.from([0xff, 0xfe, 0x41, 0xc3, 0x0a, 0xf0, 0x9f, 0x92]);
    expect(split([...invalid].map((byte) => Buffer.from([byte])))).toEqual(['\ufffd\ufffdA\ufffd', '\ufffd']);
  });

  it('is the same wherever the chunks of a line of many events are cut', () => {
    const bytes = Buffer.from(`${'é\r🚀x'.repeat(60_000)}\nend`);
    const whole = split([bytes]);
    for (const size of [1009, 65_536, 262_143]) {
      const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
        bytes.subarray(index * size, (index + 1) * size),
      );
      expect(split(chunks)).toEqual(whole);
    }
  });
});
