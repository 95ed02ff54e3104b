import { describe, expect, it } from 'vitest';
import { lineageOf } from './lineage';

const job = (name: string, createdAt: number, s3Uri?: string) => ({
  name,
  createdAt,
  ...(s3Uri !== undefined && { checkpoint: { s3Uri } }),
});

describe('lineageOf', () => {
  const first = job('first', 1, 's3://bucket/run');
  const second = job('second', 2, 's3://bucket/run/');
  const other = job('other', 3, 's3://bucket/run-2');
  const bare = job('bare', 4);

  it('is the jobs that share a checkpoint folder, in order of creation', () => {
    expect(lineageOf(second, [other, second, bare, first])).toEqual([first, second]);
    expect(lineageOf(first, [second])).toEqual([first, second]);
    expect(lineageOf(other, [first, second])).toEqual([other]);
  });

  it('is nothing for a job without checkpoints', () => {
    expect(lineageOf(bare, [first, bare])).toEqual([]);
  });
});
