import { expect, it } from 'vitest';
import { confusionMatrix } from '@/lib/training/confusion-matrix';
import { matrixToCsv } from './matrix-csv';

it('a class name that a spreadsheet would run is text, and an undefined measure an empty cell', () => {
  const csv = matrixToCsv(confusionMatrix([0, 0, 0], [0, 0, 0], ['=1+1', 'b']));
  expect(csv.split('\r\n')).toEqual([
    "actual \\ predicted,'=1+1,b",
    "'=1+1,3,0",
    'b,0,0',
    '',
    'class,precision,recall,f1,support',
    "'=1+1,1,1,1,3",
    'b,,,,0',
    '',
  ]);
});
