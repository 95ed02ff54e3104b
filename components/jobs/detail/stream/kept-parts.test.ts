import { expect, test } from 'vitest';
import { sampleJob } from '@/testing/dashboard/sample-job';
import { type JobSnapshot } from '@/lib/training/job-snapshot';
import { noReading } from '@/lib/training/position';
import { keptParts } from './kept-parts';

const failing = (changes: Partial<JobSnapshot> = {}): JobSnapshot => ({
  job: sampleJob(0),
  reading: noReading,
  metrics: [],
  observedAt: 0,
  problems: (['job', 'log', 'metrics', 'checkpoints', 'price'] as const).map((part) => ({
    ...{ part, code: 'access-denied' as const, message: 'No.', nextTryAt: 1 },
  })),
  ...changes,
});

test('a panel that never had a value does not claim to keep one', () => {
  expect(keptParts(failing())).toEqual({ kept: ['job'], empty: ['log', 'metrics', 'checkpoints', 'price'] });
});

test('no checkpoints is a value, and so is a metric with a point; one without is none', () => {
  const read = failing({
    checkpoints: [],
    metrics: [
      { name: 'a', points: [] },
      { name: 'b', points: [{ at: 1, value: 2 }] },
    ],
  });
  expect(keptParts(read)).toEqual({ kept: ['job', 'metrics', 'checkpoints'], empty: ['log', 'price'] });
  expect(keptParts(failing({ metrics: [{ name: 'a', points: [] }] })).empty).toContain('metrics');
});

test('that there is nothing was read, too', () => {
  const emptyLog = failing({ unread: ['metrics', 'checkpoints', 'price'] });
  expect(keptParts(emptyLog)).toEqual({ kept: ['job', 'log'], empty: ['metrics', 'checkpoints', 'price'] });
});
