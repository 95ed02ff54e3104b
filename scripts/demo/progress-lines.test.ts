import { describe, expect, it } from 'vitest';
import { type JobSnapshot } from '../../lib/training/job-snapshot';
import { noReading } from '../../lib/training/position';
import { sampleModel } from '../../testing/training/sample-reading';
import { createProgressLines } from './progress-lines';

const snapshot = (
  secondaryStatus: string,
  status: string,
  parts: Partial<JobSnapshot> = {},
  failureReason?: string,
): JobSnapshot => ({
  job: {
    name: 'demo',
    arn: 'arn:aws:sagemaker:us-east-1:000000000000:training-job/demo',
    status,
    secondaryStatus,
    createdAt: 0,
    transitions: [],
    spot: true,
    hyperparameters: {},
    environment: {},
    channels: [],
    metricDefinitions: [],
    finalMetrics: [],
    ...(failureReason !== undefined && { failureReason }),
  },
  reading: noReading,
  metrics: [],
  observedAt: 0,
  problems: [],
  ...parts,
});

const epoch = (attempt: number, number: number, accuracy?: number) => ({
  attempt,
  epochs: [
    {
      number,
      from: 0,
      of: 6,
      metrics: { ...(accuracy !== undefined && { val_accuracy: accuracy }) } as Record<string, number>,
    },
  ],
});

describe('the lines of the demo', () => {
  it('say each fact once, and an epoch only when it has been validated', () => {
    const lines = createProgressLines();
    const begun = snapshot('Training', 'InProgress', { reading: sampleModel([epoch(1, 1)]) });
    const ended = snapshot('Training', 'InProgress', { reading: sampleModel([epoch(1, 1, 0.945)]) });
    expect(lines(begun)).toEqual(['Training']);
    expect(lines(ended)).toEqual(['epoch 1/6: 94.5 % of the test digits right']);
    expect(lines(ended)).toEqual([]);
  });

  it('say an epoch again where another attempt trained it again', () => {
    const lines = createProgressLines();
    lines(snapshot('Training', 'InProgress', { reading: sampleModel([epoch(1, 2, 0.9)]) }));
    const again = lines(
      snapshot('Training', 'InProgress', {
        reading: sampleModel([epoch(1, 2, 0.9), epoch(2, 2, 0.9)], [{ attempt: 2, at: 1 }]),
      }),
    );
    expect(again).toEqual(['attempt 2 resumes at epoch 2', 'epoch 2/6: 90.0 % of the test digits right']);
  });

  it('end with the end, and with the line of the failure that says why', () => {
    const reason =
      'AlgorithmError: ExecuteUserScriptError:\nExitCode 1\nErrorMessage "at main\nError: --units is wrong"\nCommand "node"';
    const failed = snapshot('Failed', 'Failed', { reading: sampleModel([epoch(1, 1, 0.5)]) }, reason);
    expect(createProgressLines()(failed)).toEqual([
      'epoch 1/6: 50.0 % of the test digits right',
      'Failed: Error: --units is wrong',
    ]);
  });
});
