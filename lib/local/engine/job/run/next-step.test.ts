import { describe, expect, it } from 'vitest';
import { endOfJob, outcomeOf, waitBeforeAttempt } from './next-step';
import { initialRunState, reduceRun } from './run-state';

const request = (spot: boolean) => ({
  TrainingJobName: 'job',
  RoleArn: 'role',
  AlgorithmSpecification: { TrainingInputMode: 'File' as const },
  OutputDataConfig: { S3OutputPath: 's3://b/out' },
  ResourceConfig: { InstanceType: 'ml.m5.large', InstanceCount: 1, VolumeSizeInGB: 1 },
  StoppingCondition: {},
  EnableManagedSpotTraining: spot,
});

describe('before an attempt', () => {
  const wait = (secondaryStatus: 'Starting' | 'Interrupted', attempt: number, spot = true) =>
    waitBeforeAttempt({ request: request(spot), secondaryStatus }, attempt);

  it('a job that lost its instance waits for capacity, on demand as well', () => {
    expect([wait('Interrupted', 1), wait('Interrupted', 0), wait('Interrupted', 3, false)]).toEqual([
      'capacity',
      'capacity',
      'capacity',
    ]);
  });

  it('a spot job may wait for its first instance, and for none that it was given already', () => {
    expect([wait('Starting', 0), wait('Starting', 1), wait('Starting', 0, false)]).toEqual([
      'first-instance',
      undefined,
      undefined,
    ]);
  });
});

describe('once a program has ended', () => {
  const lost = reduceRun(initialRunState, { kind: 'instance-lost' });

  it.each([0, 1, 143, null])('with %s: the loss of its instance counts first, then a stop', (code) => {
    expect(outcomeOf(lost, 'max-runtime', { code })).toEqual({ kind: 'instance-lost' });
    expect(outcomeOf(lost, undefined, { code })).toEqual({ kind: 'instance-lost' });
    expect(outcomeOf(initialRunState, 'max-wait', { code })).toEqual({ kind: 'stopped', cause: 'max-wait' });
  });

  it('by itself: its code tells, and a signal is a failure', () => {
    const kinds = [0, 1, 255, null].map((code) => outcomeOf(initialRunState, undefined, { code }).kind);
    expect(kinds).toEqual(['completed', 'failed', 'failed', 'failed']);
  });
});

describe('after an attempt', () => {
  it('the job goes on where no end was reached', () => {
    expect(endOfJob(undefined, undefined)).toBeUndefined();
    expect(endOfJob('uploaded', undefined)).toBe('uploaded');
  });

  it('a stop ends it in its own way, also one that came after completion or instead of the next attempt', () => {
    const causes = ['requested', 'max-runtime', 'max-wait'] as const;
    const ends = ['stopped', 'max-runtime-exceeded', 'max-wait-time-exceeded'];
    expect(causes.map((cause) => endOfJob('uploaded', cause))).toEqual(ends);
    expect(causes.map((cause) => endOfJob(undefined, cause))).toEqual(ends);
  });
});
