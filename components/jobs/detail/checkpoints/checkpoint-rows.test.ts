import { expect, it } from 'vitest';
import { checkpointsOf } from '@/lib/training/checkpoints';
import { checkpointRows } from './checkpoint-rows';

const file = (name: string, modifiedAt: number) => ({
  file: name,
  s3Uri: `s3://bucket/${name}`,
  sizeBytes: 10,
  modifiedAt,
});
const resumed = (attempt: number, checkpoint?: string) => ({
  attempt,
  verdict: 'resumed' as const,
  position: 4,
  x: 4,
  label: 'epoch 5',
  at: 41,
  ...(checkpoint !== undefined && { checkpoint }),
});

it('tells for every checkpoint which attempts resumed from it, and for every resumption whether it is still there', () => {
  const { rows, gone } = checkpointRows(
    checkpointsOf([file('checkpoint-5.h5', 50), file('checkpoint-4.h5', 40)]),
    [resumed(2, 'checkpoint-4.h5'), resumed(3, 'checkpoint-4.h5'), resumed(4, 'checkpoint-2.h5'), resumed(5)],
  );
  expect(rows.map(({ name, resumedBy, newest }) => [name, resumedBy, newest])).toEqual([
    ['checkpoint-4.h5', [2, 3], false],
    ['checkpoint-5.h5', [], true],
  ]);
  expect(gone).toEqual([{ name: 'checkpoint-2.h5', attempt: 4 }]);
});

it('tells apart what another job wrote below the same prefix, and looks for the newest among its own', () => {
  const { rows } = checkpointRows(
    checkpointsOf([file('checkpoint-3.h5', 30), file('checkpoint-4.h5', 40), file('checkpoint-5.h5', 50)]),
    [],
    (at) => (at < 35 ? 'an earlier job' : at > 45 ? 'a later job' : 'this job'),
  );
  expect(rows.map(({ writer, newest }) => [writer, newest])).toEqual([
    ['an earlier job', false],
    ['this job', true],
    ['a later job', false],
  ]);
});

it('shows a folder as one checkpoint with its files below it, and does not miss it though the log names a file in it', () => {
  const names = [
    'checkpoint-500/model.safetensors',
    'checkpoint-500/optimizer.pt',
    'checkpoint-500/rng_state_0.pth',
  ];
  const { rows, gone } = checkpointRows(checkpointsOf(names.map((name, index) => file(name, index))), [
    resumed(2, 'checkpoint-500'),
    resumed(3, 'model.safetensors'),
  ]);
  expect(rows).toHaveLength(1);
  expect(rows[0]).toMatchObject({ name: 'checkpoint-500', sizeBytes: 30, modifiedAt: 2, resumedBy: [2, 3] });
  expect(rows[0]?.files.map(({ name }) => name)).toEqual(names);
  expect(gone).toEqual([]);
});
