import { describe, expect, it } from 'vitest';
import { createTextLines } from './corpus';
import { createTrainingLogReader } from './reader';

const read = (lines: readonly string[], rank?: string) => {
  const lineOf = createTextLines();
  const reader = createTrainingLogReader();
  for (const line of lines) reader.push(lineOf(line));
  const { attempts } = reader.model(undefined, rank);
  return {
    ranks: attempts[0]?.ranks,
    losses: (attempts[0]?.series.at(-1)?.epochs ?? []).map(({ metrics }) => metrics['loss']),
  };
};

describe('the processes that write into one stream', () => {
  it.each([
    '[1,0]<stdout>:',
    '(RayTrainWorker pid=77, ip=10.0.0.1) ',
    '[rank0]: ',
    'worker-0 | ',
    '[1,0]<stdout>:(main pid=5) ',
  ])('are told apart inside one that is named before every line: %s', (outer) => {
    const lines = ['[rank0]: Epoch 1 loss: 0.5', '[rank1]: Epoch 1 loss: 0.9', '[rank0]: Epoch 2 loss: 0.4'];
    const within = lines.map((line) => outer + line);
    expect(read(within).ranks).toHaveLength(2);
    expect(read(within).losses).toEqual([0.5, 0.4]);
    expect(read(within, read(within).ranks?.[1]).losses).toEqual([0.9]);
  });

  it.each([
    ['[1,0]<stdout>:', '[rank0]: '],
    ['[1,3]<stdout>:', '[rank3]: '],
    ['[1,9]<stdout>:', '[rank1]: '],
    ['(RayTrainWorker pid=77, ip=10.0.0.1) ', '[1,mpirank:0,algo-1]<stdout>:'],
    ['(RayTrainWorker pid=77, ip=10.0.0.1) ', '[1,4]<stdout>:[rank4]: '],
    ['[default2]:', 'rank 2, '],
  ])('are no more than one where only one line has the inner name too: %s%s', (outer, inner) => {
    const { ranks, losses } = read([
      `${outer}Epoch 1 loss: 0.5`,
      `${outer}${inner}Epoch 2 loss: 0.4`,
      `${outer}Epoch 3 loss: 0.3`,
    ]);
    expect(ranks).toEqual([]);
    expect(losses).toEqual([0.5, 0.4, 0.3]);
  });

  it('keep what they draw over a piece, whoever is named before the first one', () => {
    const bar = (rank: string, loss: number) =>
      `(worker pid=7) ${rank}\r  0%|     | 0/8 [00:00<?, ?it/s]\r100%|█████| 8/8 [00:01<00:00, 8.0it/s, epoch=1/3, loss=${loss}]`;
    const lines = [bar('[rank0]: ', 0.5), bar('[rank1]: ', 0.9)];
    expect(read(lines).ranks).toEqual(['pid 7 · rank 0', 'pid 7 · rank 1']);
    expect(read(lines).losses).toEqual([0.5]);
    expect(read(lines, 'pid 7 · rank 1').losses).toEqual([0.9]);
  });

  it('are each named by what stands before their own piece where their lines run on', () => {
    const { ranks, losses } = read([
      '(worker pid=7) [1,0]<stdout>:Epoch 1 loss: 0.5[1,1]<stdout>:Epoch 1 loss: 0.9',
      '(worker pid=7) [1,1]<stdout>:Epoch 2 loss: 0.8[1,0]<stdout>:Epoch 2 loss: 0.4',
    ]);
    expect(ranks).toEqual(['pid 7 · rank 0', 'pid 7 · rank 1']);
    expect(losses).toEqual([0.5, 0.4]);
  });
});
