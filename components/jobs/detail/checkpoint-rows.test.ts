import { expect, it } from 'vitest';
import { checkpointRows } from './checkpoint-rows';

const checkpoint = (file: string, modifiedAt: number) => ({
  file,
  s3Uri: `s3://bucket/${file}`,
  sizeBytes: 1,
  modifiedAt,
});

it('tells for every checkpoint which attempts resumed from it, and for every resumption whether its file is still there', () => {
  const { rows, gone } = checkpointRows(
    [checkpoint('c-5', 50), checkpoint('c-4', 40)],
    [
      { attempt: 2, epoch: 5, checkpoint: 'c-4', at: 41 },
      { attempt: 3, epoch: 5, checkpoint: 'c-4', at: 45 },
      { attempt: 4, epoch: 3, checkpoint: 'c-2', at: 46 },
      { attempt: 5, epoch: 3, at: 47 },
    ],
  );
  expect(rows.map(({ file, resumedBy, newest }) => [file, resumedBy, newest])).toEqual([
    ['c-5', [], true],
    ['c-4', [2, 3], false],
  ]);
  expect(gone).toEqual([{ file: 'c-2', attempt: 4 }]);
});
