import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createHarness } from '../../../../testing/local/engine-harness';

/** Prints epochs as Keras does, and leaves a checkpoint and a model. */
export const epochScript = (epochs: number, ms: number) => `
import { existsSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
const checkpoints = process.env.SAGEMAKER_BASE_DIR + '/checkpoints';
const done = readdirSync(checkpoints).map((name) => Number(/checkpoint-(\\d+)\\.txt$/.exec(name)?.[1] ?? 0));
const first = Math.max(0, ...done) + 1;
console.log('Starting training from epoch: ' + first);
for (let epoch = first; epoch <= ${epochs}; epoch += 1) {
  console.log('Epoch ' + epoch + '/${epochs}');
  await new Promise((resolve) => setTimeout(resolve, ${ms}));
  writeFileSync(checkpoints + '/.checkpoint-' + epoch + '.tmp', 'weights of ' + epoch);
  renameSync(checkpoints + '/.checkpoint-' + epoch + '.tmp', checkpoints + '/checkpoint-' + epoch + '.txt');
  console.log('10/10 - 1s - loss: ' + (1 / epoch).toFixed(4) + ' - accuracy: 0.5');
}
writeFileSync(process.env.SM_MODEL_DIR + '/model.txt', 'trained');
`;

let harness: Awaited<ReturnType<typeof createHarness>>;
beforeEach(async () => {
  harness = await createHarness();
});
afterEach(() => harness.remove());

describe('a job that is left alone', () => {
  it('runs to Completed with log, checkpoints, metrics, and model', async () => {
    await harness.launch('plain', epochScript(3, 30), (request) => {
      request.AlgorithmSpecification.MetricDefinitions = [{ Name: 'train:loss', Regex: 'loss: ([0-9.]+)' }];
    });
    const job = await harness.waitForEnd('plain');
    expect(job.failureReason).toBeUndefined();
    expect(job.transitions.map(({ status }) => status)).toEqual([
      'Starting',
      'Downloading',
      'Training',
      'Uploading',
      'Completed',
    ]);
    expect(job.modelArtifacts).toBe('s3://training/out/plain/output/model.tar.gz');
    expect(harness.keys('plain/checkpoints/')).toEqual([
      'checkpoint-1.txt',
      'checkpoint-2.txt',
      'checkpoint-3.txt',
    ]);
    expect(harness.keys('out/plain/')).toEqual(['output/model.tar.gz']);
    expect(job.finalMetrics).toMatchObject([{ name: 'train:loss', value: 0.33329999 }]);
    expect(harness.lines('plain')).toContain('Epoch 2/3');
    expect(harness.lines('plain').at(-1)).toMatch(/Reporting training SUCCESS$/);
  });
});

describe('an interrupted job', () => {
  it('resumes at the epoch after its newest checkpoint', async () => {
    await harness.launch('twice', epochScript(4, 300));
    harness.engine.interrupt('twice', { afterEpoch: 2, capacityWaitSeconds: 0.2 });
    const job = await harness.waitForEnd('twice');
    expect(job.transitions.map(({ status }) => status)).toEqual([
      ...['Starting', 'Downloading', 'Training', 'Interrupted'],
      ...['Starting', 'Downloading', 'Training', 'Uploading', 'Completed'],
    ]);
    expect(harness.lines('twice').filter((line) => line.startsWith('Starting training'))).toEqual([
      'Starting training from epoch: 1',
      expect.stringMatching(/epoch: [23]$/),
    ]);
  });
});

describe('an interruption after an epoch that never ends', () => {
  it.each([
    ['the job ends before it', epochScript(2, 30), 'did not happen: the program ended after epoch 2.'],
    [
      'the log counts nothing',
      `console.log('working');`,
      'did not happen: the program ended and its log named no epoch that ended.',
    ],
  ])('is said not to have happened: %s', async (_, script, words) => {
    await harness.launch('never', script);
    harness.engine.interrupt('never', { afterEpoch: 9 });
    const job = await harness.waitForEnd('never');
    expect(job.status).toBe('Completed');
    expect(job.transitions.map(({ status }) => status)).not.toContain('Interrupted');
    expect(harness.lines('never').filter((line) => line.includes('ordered after epoch 9'))).toEqual([
      expect.stringContaining(words),
    ]);
  });
});
