import { describe, expect, it } from 'vitest';
import { sampleLaunch } from '../../testing/training/launch-sample';
import { preflight, type PreflightFacts } from './preflight';

const facts = (change: Partial<PreflightFacts> = {}): PreflightFacts => ({ region: 'us-east-1', ...change });
const found = (input = sampleLaunch(), known = facts()) =>
  preflight(input, known).map(({ severity, field }) => `${severity} ${field}`);

describe('preflight', () => {
  it('finds nothing wrong with a sound spot job', () => {
    expect(found()).toEqual([]);
  });

  it.each([
    ['train.mjs', 'Node.js'],
    ['src/train.TS', 'Node.js'],
    ['train.R', 'R'],
    ['train.jl', 'Julia'],
    ['train.ipynb', 'notebook server'],
  ])('refuses %s on an image of Python where images run', (entryPoint, runtime) => {
    const script = sampleLaunch({ entryPoint });
    expect(
      preflight(script, facts({ runsImages: true })).map(({ field, reason }) => [field, reason]),
    ).toEqual([['entryPoint', expect.stringContaining(`but no ${runtime}`)]]);
    expect(found(script)).toEqual([]);
    const own = sampleLaunch({ entryPoint, image: { kind: 'custom', uri: 'me/own:1' } });
    expect(found(own, facts({ runsImages: true }))).toEqual([]);
  });

  it('refuses Python on an image of Node.js', () => {
    const on = (uri: string, entryPoint = 'train.py') =>
      found(sampleLaunch({ entryPoint, image: { kind: 'custom', uri } }), facts({ runsImages: true }));
    for (const uri of [
      'node:22',
      'node',
      '111122223333.dkr.ecr.us-east-1.amazonaws.com/library/node@sha256:1',
    ])
      expect(on(uri)).toEqual(['error entryPoint']);
    expect(on('node:22', 'train.mjs')).toEqual([]);
    for (const uri of ['me/my-node:1', 'node-python:3', 'node/python:3']) expect(on(uri)).toEqual([]);
  });

  it('checks the hyperparameters of an image that is an algorithm, and lets it have no script', () => {
    const launch = (change: Parameters<typeof sampleLaunch>[0]) =>
      found(sampleLaunch({ image: { kind: 'framework', framework: 'kmeans', version: '1' }, ...change }));
    expect(launch({})).toEqual(['error source']);
    const bare = { source: { kind: 'image' }, entryPoint: '' } as const;
    expect(launch({ ...bare, hyperparameters: [{ name: 'k', value: '3' }] })).toEqual([
      'error hyperparameters',
    ]);
    const xgboost = { kind: 'framework', framework: 'xgboost', version: '1.7-1' } as const;
    const hyperparameters = [
      { name: 'num_round', value: '0' },
      { name: 'eat', value: '1' },
    ];
    expect(launch({ ...bare, image: xgboost, hyperparameters })).toEqual([
      'error hyperparameters.0.value',
      'warning hyperparameters.1.name',
    ]);
    const further = '{"AlgorithmSpecification": {"ContainerEntrypoint": ["bash"]}}';
    expect(launch({ ...bare, image: xgboost, hyperparameters, further })).toEqual([]);
    const containerEntrypoint = ['bash'];
    expect(launch({ ...bare, image: xgboost, hyperparameters, containerEntrypoint })).toEqual([]);
  });

  it('wants a max wait of at least the max runtime on spot', () => {
    expect(found(sampleLaunch({ maxWaitSeconds: 3599 }))).toEqual(['error maxWaitSeconds']);
    expect(found(sampleLaunch({ maxWaitSeconds: undefined }))).toEqual(['error maxWaitSeconds']);
  });

  it('accepts equal max wait and max runtime, as AWS does, and warns', () => {
    expect(found(sampleLaunch({ maxWaitSeconds: 3600 }))).toEqual(['warning maxWaitSeconds']);
  });

  it('refuses a max wait on demand', () => {
    expect(found(sampleLaunch({ spot: false }))).toEqual(['error maxWaitSeconds']);
    expect(found(sampleLaunch({ spot: false, maxWaitSeconds: undefined }))).toEqual([]);
  });

  it('warns of spot without checkpoints, but not of on demand without', () => {
    expect(found(sampleLaunch({ checkpoint: undefined }))).toEqual(['warning checkpoint']);
    expect(found(sampleLaunch({ checkpoint: undefined, spot: false, maxWaitSeconds: undefined }))).toEqual(
      [],
    );
  });

  it('refuses a checkpoint prefix that a running job writes to, and names that job', () => {
    const [finding] = preflight(sampleLaunch(), facts({ checkpointWriters: ['mnist-0'] }));
    expect(finding).toMatchObject({ severity: 'error', field: 'checkpoint.s3Uri' });
    expect(finding!.reason).toContain('mnist-0');
  });

  it('refuses a checkpoint bucket that does not exist', () => {
    expect(found(sampleLaunch(), facts({ checkpointBucketMissing: true }))).toEqual([
      'error checkpoint.s3Uri',
    ]);
  });

  it('says at which epoch the script will go on where checkpoints exist', () => {
    const [finding] = preflight(sampleLaunch(), facts({ checkpointFiles: 12, newestCheckpointEpoch: 10 }));
    expect(finding).toMatchObject({ severity: 'warning', field: 'checkpoint.s3Uri' });
    expect(finding!.reason).toContain('go on at epoch 11');
  });

  it('refuses a taken name and an empty input prefix, beside their fields', () => {
    expect(found(sampleLaunch(), facts({ nameTaken: true, channelHasObjects: [false] }))).toEqual([
      'error name',
      'error channels.0.s3Uri',
    ]);
  });

  it('is silent on what could not be found out', () => {
    expect(found(sampleLaunch(), facts({ channelHasObjects: [undefined] }))).toEqual([]);
  });

  it('wants an entry point for a script, and an image that exists in the Region', () => {
    expect(found(sampleLaunch({ entryPoint: '' }))).toEqual(['error entryPoint']);
    const unknown = sampleLaunch({
      image: { kind: 'framework', framework: 'huggingface', version: '4.56.2' },
    });
    expect(found(unknown, facts({ region: 'eu-south-2' }))).toEqual(['error image']);
  });

  it('wants one line of an image’s own hyperparameter, not of a script’s', () => {
    const change = { hyperparameters: [{ name: 'grid', value: '[1,\n2]' }] };
    expect(found(sampleLaunch(change))).toEqual([]);
    expect(found(sampleLaunch({ ...change, source: { kind: 'image' }, entryPoint: '' }))).toEqual([
      'error hyperparameters.0.value',
    ]);
  });

  it.each(['train.mjs', 'src/train.js', 'run.ts', 'TRAIN.CJS'])(
    'refuses %s in a framework image, which has no Node.js, where the image itself runs',
    (entryPoint) => {
      const node = sampleLaunch({ entryPoint });
      const aws = facts({ runsImages: true });
      const [finding] = preflight(node, aws);
      expect(finding).toMatchObject({ severity: 'error', field: 'entryPoint' });
      expect(finding!.reason).toContain(entryPoint);
      expect(found(node, facts({ runsImages: false }))).toEqual([]);
      const own = '123456789012.dkr.ecr.us-east-1.amazonaws.com/node-train:1';
      expect(found({ ...node, image: { kind: 'custom', uri: own } }, aws)).toEqual([]);
      const uri = '763104351884.dkr.ecr.us-east-1.amazonaws.com/tensorflow-training:2.19.0-gpu-py312';
      expect(found({ ...node, image: { kind: 'custom', uri } }, aws)).toEqual(['error entryPoint']);
      expect(found({ ...node, entryPoint: '', source: { kind: 'image' } }, aws)).toEqual([]);
    },
  );

  it('lists errors before warnings', () => {
    const severities = preflight(
      sampleLaunch({ checkpoint: undefined, maxWaitSeconds: 1 }),
      facts({ nameTaken: true }),
    ).map(({ severity }) => severity);
    expect(severities).toEqual(['error', 'error', 'warning']);
  });
});
