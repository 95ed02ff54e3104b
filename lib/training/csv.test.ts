import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvCell, seriesToCsv, toCsv } from './csv';

describe('CSV', () => {
  it('has a row per attempt and epoch, a column per metric, and empty cells for what is not known', () => {
    const point = (attempt: number, epoch: number, value: number, superseded = false) => ({
      attempt,
      epoch,
      value,
      superseded,
    });
    const csv = seriesToCsv([
      { metric: 'loss', points: [point(2, 2, 0.2), point(1, 1, 0.5), point(1, 2, 0.3, true)] },
      { metric: 'val, loss', points: [point(1, 1, 1e-7)] },
    ]);
    expect(csv).toBe(
      [
        'attempt,epoch,superseded,loss,"val, loss"',
        '1,1,no,0.5,1e-7',
        '1,2,yes,0.3,',
        '2,2,no,0.2,',
        '',
      ].join('\r\n'),
    );
  });

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
