import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { epochOfFile, newestCheckpoint, parseCheckpoint } from './checkpoints';

const object = (key: string, modifiedAt = 1) => ({
  key,
  s3Uri: `s3://bucket/${key}`,
  sizeBytes: 10,
  modifiedAt,
});
const parse = (key: string) => parseCheckpoint(object(key), 'jobs/checkpoints');

describe('epochOfFile', () => {
  it.each<[string, number | undefined]>([
    ['checkpoint-5.h5', 5],
    ['checkpoint-10.h5', 10],
    ['checkpoint-100.h5', 100],
    ['mnist-0005.params', 5],
    ['mnist-0010.states', 10],
    ['mnist-symbol.json', undefined],
    ['xgboost-checkpoint.49', 49],
    ['xgboost-checkpoint.100', 100],
    ['checkpoint.pth', undefined],
    ['checkpoint-12.safetensors', 12],
    ['cp-0007.ckpt.index', 7],
    ['cp-0007.ckpt.data-00000-of-00001', 7],
    ['weights.epoch_03-val0.41.hdf5', 3],
    ['epoch-3/weights.h5', 3],
    ['checkpoint-500/model.safetensors', 500],
    ['checkpoint-500/rng_state_0.pth', 0],
    ['7/saved_model.pb', 7],
    ['model_v1.25.h5', undefined],
    ['ckpt-12', 12],
    ['checkpoint', undefined],
    ['', undefined],
  ])('%s', (file, epoch) => expect(epochOfFile(file)).toBe(epoch));

  it('reads every digit: where the example set took the last one, 10 came before 9', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 999_999_999 }), (epoch) => {
        expect(epochOfFile(`checkpoint-${epoch}.h5`)).toBe(epoch);
        expect(epochOfFile(`xgboost-checkpoint.${epoch}`)).toBe(epoch);
        expect(epochOfFile(`mnist-${String(epoch).padStart(4, '0')}.params`)).toBe(epoch);
      }),
    );
  });
});

describe('parseCheckpoint', () => {
  it('gives the file relative to the prefix, with or without its slash', () => {
    const expected = {
      file: 'checkpoint-3.h5',
      s3Uri: 's3://bucket/jobs/checkpoints/checkpoint-3.h5',
      sizeBytes: 10,
      modifiedAt: 1,
      epoch: 3,
    };
    expect(parse('jobs/checkpoints/checkpoint-3.h5')).toEqual(expected);
    expect(parseCheckpoint(object('jobs/checkpoints/checkpoint-3.h5'), 'jobs/checkpoints/')).toEqual(
      expected,
    );
    expect(parseCheckpoint(object('checkpoint-3.h5'), '')?.file).toBe('checkpoint-3.h5');
  });

  it.each([
    'jobs/checkpoints/checkpoint-3.h5.sagemaker-uploading',
    'jobs/checkpoints/checkpoint-3.h5.sagemaker-uploaded',
    'jobs/checkpoints/checkpoint-4.h5.sagemaker-ignore',
    'jobs/checkpoints/',
    'jobs/checkpoints/sub/',
    'jobs/checkpoints-of-another/checkpoint-3.h5',
  ])('takes %s for no checkpoint', (key) => expect(parse(key)).toBeUndefined());

  it('leaves the epoch out where the name has none', () => {
    expect(parse('jobs/checkpoints/checkpoint.pth')).not.toHaveProperty('epoch');
  });
});

describe('newestCheckpoint', () => {
  const list = (...files: [string, number][]) =>
    files
      .map(([file, modifiedAt]) => parseCheckpoint(object(file, modifiedAt), ''))
      .filter((one) => one !== undefined);

  it('compares epochs as numbers, not as text, and not by the time of writing', () => {
    expect(
      newestCheckpoint(list(['checkpoint-9.h5', 3], ['checkpoint-10.h5', 2], ['checkpoint-2.h5', 9]))?.file,
    ).toBe('checkpoint-10.h5');
  });

  it('goes by time where the names have no epoch', () => {
    expect(newestCheckpoint(list(['a.pth', 1], ['b.pth', 2]))?.file).toBe('b.pth');
    expect(newestCheckpoint([])).toBeUndefined();
  });
});
