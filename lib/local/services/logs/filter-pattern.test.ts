import { describe, expect, it } from 'vitest';
import { parseFilterPattern } from './filter-pattern';

const lines = ['ERROR disk full', 'ERROR network down', 'WARN disk slow', 'say "hi" now', 'error: a-b'];
const matching = (pattern: string) =>
  lines.filter(parseFilterPattern(pattern)).map((line) => lines.indexOf(line));

describe('filter patterns', () => {
  it.each([
    ['', [0, 1, 2, 3, 4]],
    ['ERROR', [0, 1]],
    ['ERROR disk', [0]],
    ['disk -ERROR', [2]],
    ['-ERROR', [2, 3, 4]],
    ['"disk full"', [0]],
    ['-"disk full" disk', [2]],
    ['?full ?slow', [0, 2]],
    ['?"disk full" ?down', [0, 1]],
    ['ERROR ?full', [0, 1]],
    ['"say \\"hi\\""', [3]],
    ['"a-b"', [4]],
    ['"{"', []],
  ])('%s', (pattern, expected) => {
    expect(matching(pattern)).toEqual(expected);
  });

  it.each(['{ $.level = "ERROR" }', '[ip, user]', '%ERROR%'])(
    'refuses the unsupported syntax %s and says so',
    (pattern) => {
      expect(() => parseFilterPattern(pattern)).toThrow(
        expect.objectContaining({
          code: 'InvalidParameterException',
          message: expect.stringContaining('does not support') as string,
        }) as Error,
      );
    },
  );

  it('refuses special characters outside quotes and quotes that do not close', () => {
    expect(() => parseFilterPattern('a-b')).toThrow("Invalid character(s) in term 'a-b'");
    expect(() => parseFilterPattern('"open')).toThrow(/not closed/);
  });
});
