import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvCell, toCsv } from './csv';

describe('CSV', () => {
  it.each<[string | number | undefined, string]>([
    ['=1+1', "'=1+1"],
    ['+1', "'+1"],
    ['-1', "'-1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=1', "'\t=1"],
    ['  =1', "'  =1"],
    ['=HYPERLINK("x","y")', `"'=HYPERLINK(""x"",""y"")"`],
    [-1.5, '-1.5'],
    [Number.NaN, ''],
    [undefined, ''],
    ['two\nlines', '"two\nlines"'],
  ])('cell %j', (value, cell) => expect(csvCell(value)).toBe(cell));

  it('never lets a text begin a formula, and can be read back', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const cell = csvCell(text);
        const read = cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell;
        expect(read).not.toMatch(/^\s*[=+\-@]/);
        expect(read === text || read === `'${text}`).toBe(true);
        expect(toCsv([[text]])).toBe(`${cell}\r\n`);
      }),
    );
  });
});
