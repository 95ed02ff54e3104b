import { describe, expect, it } from 'vitest';
import { sampleLaunch } from '../../testing/training/launch-sample';
import { preflight, type PreflightFacts } from './preflight';
import { lookedUpValues, standingFacts } from './preflight-facts';

const input = sampleLaunch({
  channels: [
    { name: 'train', s3Uri: 's3://bucket-1/a/', inputMode: 'File' },
    { name: 'test', s3Uri: 's3://bucket-1/b/', inputMode: 'File' },
  ],
});
const facts: PreflightFacts = {
  region: 'us-east-1',
  nameTaken: true,
  channelHasObjects: [true, false],
  checkpointWriters: ['other'],
  checkpointFiles: 3,
  unchecked: [{ field: 'checkpoint.s3Uri', what: 'the bucket of the checkpoints', why: 'access denied' }],
};
const looked = { input, facts };
const fieldsFound = (now: typeof input) =>
  preflight(now, standingFacts(looked, now)).map(({ field }) => field);

describe('facts of other values', () => {
  it('say nothing: a name that was changed is not taken', () => {
    expect(fieldsFound(input)).toContain('name');
    expect(fieldsFound({ ...input, name: 'mnist-2' })).not.toContain('name');
  });

  it('follow a channel to another row, and end with its URI', () => {
    const [first, second] = input.channels;
    expect(fieldsFound(input)).toContain('channels.1.s3Uri');
    expect(fieldsFound({ ...input, channels: [second!, first!] })).toContain('channels.0.s3Uri');
    const edited = { ...input, channels: [first!, { ...second!, s3Uri: 's3://bucket-1/c/' }] };
    expect(fieldsFound(edited).filter((field) => field.startsWith('channels'))).toEqual([]);
  });

  it('of a checkpoint prefix end with it, what could not be checked included', () => {
    expect(fieldsFound(input).filter((field) => field === 'checkpoint.s3Uri')).toHaveLength(3);
    const moved = { ...input, checkpoint: { s3Uri: 's3://bucket-1/elsewhere/' } };
    expect(fieldsFound(moved)).not.toContain('checkpoint.s3Uri');
  });

  it('are asked for again when what is looked up changes, and only then', () => {
    expect(lookedUpValues({ ...input, entryPoint: 'other.py', volumeSizeGb: 1 })).toBe(lookedUpValues(input));
    expect(lookedUpValues({ ...input, name: 'mnist-2' })).not.toBe(lookedUpValues(input));
  });
});
