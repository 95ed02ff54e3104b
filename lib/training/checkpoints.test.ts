import { describe, expect, it } from 'vitest';
import { checkpointsOf, parseCheckpointFile, positionInWords } from './checkpoints';

const object = (key: string, modifiedAt = 1) => ({
  key,
  s3Uri: `s3://bucket/${key}`,
  sizeBytes: 10,
  modifiedAt,
});
const parse = (key: string) => parseCheckpointFile(object(key), 'jobs/checkpoints');
const files = (...entries: [file: string, modifiedAt: number][]) =>
  entries.map(([file, modifiedAt]) => ({ file, s3Uri: `s3://bucket/${file}`, sizeBytes: 10, modifiedAt }));

describe('parseCheckpointFile', () => {
  it('gives the file relative to the prefix, with or without its slash', () => {
    const expected = {
      file: 'checkpoint-3.h5',
      s3Uri: 's3://bucket/jobs/checkpoints/checkpoint-3.h5',
      sizeBytes: 10,
      modifiedAt: 1,
    };
    expect(parse('jobs/checkpoints/checkpoint-3.h5')).toEqual(expected);
    expect(parseCheckpointFile(object('jobs/checkpoints/checkpoint-3.h5'), 'jobs/checkpoints/')).toEqual(
      expected,
    );
    expect(parseCheckpointFile(object('checkpoint-3.h5'), '')?.file).toBe('checkpoint-3.h5');
  });

  it.each([
    'jobs/checkpoints/checkpoint-3.h5.sagemaker-uploading',
    'jobs/checkpoints/checkpoint-3.h5.sagemaker-uploaded',
    'jobs/checkpoints/checkpoint-4.h5.sagemaker-ignore',
    'jobs/checkpoints/',
    'jobs/checkpoints/sub/',
    'jobs/checkpoints-of-another/checkpoint-3.h5',
  ])('takes %s for no checkpoint', (key) => expect(parse(key)).toBeUndefined());
});

describe('the checkpoints that files make up', () => {
  it('are compared by their numbers, not as text', () => {
    const { checkpoints } = checkpointsOf(
      files(['checkpoint-9.h5', 3], ['checkpoint-10.h5', 2], ['checkpoint-2.h5', 9]),
    );
    expect(checkpoints.map(({ name }) => name)).toEqual([
      'checkpoint-2.h5',
      'checkpoint-9.h5',
      'checkpoint-10.h5',
    ]);
  });

  it('are as large as their files together, and as old as the last of them', () => {
    const { checkpoints, others } = checkpointsOf(
      files(
        ['checkpoint-500/model.safetensors', 1],
        ['checkpoint-500/optimizer.pt', 5],
        ['events.out.tfevents.1700000000.host.1.0', 7],
      ),
    );
    expect(checkpoints).toMatchObject([{ name: 'checkpoint-500', sizeBytes: 20, modifiedAt: 5 }]);
    expect(others.map(({ file }) => file)).toEqual(['events.out.tfevents.1700000000.host.1.0']);
  });

  it('say what their names say of a position', () => {
    const said = (file: string) => positionInWords(checkpointsOf(files([file, 1])).checkpoints[0]!);
    expect(said('epoch=1-step=4.ckpt')).toBe('epoch 1, step 4');
    expect(said('xgboost-checkpoint.5')).toBe('5');
    expect(said('checkpoint.pth')).toBeUndefined();
  });
});
