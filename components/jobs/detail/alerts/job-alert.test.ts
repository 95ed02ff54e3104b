import { describe, expect, it } from 'vitest';
import { describeStatus } from '@/lib/training/status';
import { alertBetween, type JobState } from './job-alert';

const state = (status: string, secondaryStatus: string, changes: Partial<JobState> = {}): JobState => ({
  status: describeStatus({ status, secondaryStatus }),
  resumes: [],
  headline: 'Completed 6 epochs in 2 min.',
  ...changes,
});
const training = state('InProgress', 'Training');
const interrupted = state('InProgress', 'Interrupted');
const resumed = state('InProgress', 'Training', {
  resumes: [{ attempt: 2, label: 'epoch 3', checkpoint: 'checkpoint-2.h5' }],
});

describe('what is told of a job', () => {
  it('is that it was interrupted, resumed, fell silent or ended', () => {
    expect(alertBetween('a', training, interrupted)?.title).toBe('a was interrupted');
    expect(alertBetween('a', interrupted, resumed)).toEqual({
      title: 'a resumed',
      body: 'Attempt 2 went on at epoch 3 from checkpoint-2.h5.',
    });
    expect(alertBetween('a', training, { ...training, silentSeconds: 1_260 })).toEqual({
      title: 'a has fallen silent',
      body: 'No new line in its log for 21 min 00 s.',
    });
    expect(alertBetween('a', training, state('Completed', 'Completed'))).toEqual({
      title: 'a: Completed',
      body: 'Completed 6 epochs in 2 min.',
    });
    expect(alertBetween('a', interrupted, state('Stopped', 'MaxWaitTimeExceeded'))?.title).toBe(
      'a: Max wait time exceeded',
    );
  });

  it('is nothing twice, and nothing of what only goes on', () => {
    expect(alertBetween('a', interrupted, interrupted)).toBeUndefined();
    expect(alertBetween('a', resumed, resumed)).toBeUndefined();
    expect(alertBetween('a', interrupted, state('InProgress', 'Starting'))).toBeUndefined();
    const silent = { ...training, silentSeconds: 700 };
    expect(alertBetween('a', silent, { ...silent, silentSeconds: 701 })).toBeUndefined();
    expect(alertBetween('a', state('Failed', 'Failed'), state('Failed', 'Failed'))).toBeUndefined();
  });

  it('is the end where several things came between two looks', () => {
    const ended = { ...state('Failed', 'Failed'), resumes: resumed.resumes };
    expect(alertBetween('a', training, ended)?.title).toBe('a: Failed');
  });
});
