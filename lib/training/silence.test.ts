import { describe, expect, it } from 'vitest';
import { silentSecondsOf } from './silence';
import { type TrainingJob } from './training-job';

const began = 1_000_000;
const job = (secondaryStatus: string) =>
  ({
    status: 'InProgress',
    secondaryStatus,
    transitions: [{ status: secondaryStatus, startedAt: began }],
  }) as Pick<TrainingJob, 'status' | 'secondaryStatus' | 'transitions'>;
const after = (minutes: number) => began + minutes * 60_000;

describe('a job that says nothing', () => {
  it('has fallen silent after ten minutes, counted from its last line', () => {
    const attempt = { lastAt: after(5) };
    expect(silentSecondsOf({ job: job('Training'), attempt, now: after(14) })).toBeUndefined();
    expect(silentSecondsOf({ job: job('Training'), attempt, now: after(16) })).toBe(660);
  });

  it('may take three epochs of its own, however long they are', () => {
    const slow = { job: job('Training'), attempt: { lastAt: began }, secondsEach: 3_600 };
    expect(silentSecondsOf({ ...slow, now: after(179) })).toBeUndefined();
    expect(silentSecondsOf({ ...slow, now: after(181) })).toBe(10_860);
  });

  it('is counted from its start where it never said anything, or only an earlier attempt did', () => {
    expect(silentSecondsOf({ job: job('Training'), now: after(11) })).toBe(660);
    expect(
      silentSecondsOf({ job: job('Training'), attempt: { lastAt: began - 9e6 }, now: after(9) }),
    ).toBeUndefined();
  });

  it('is not silent while it waits for an instance or uploads', () => {
    for (const status of ['Interrupted', 'Starting', 'Downloading', 'Uploading'])
      expect(silentSecondsOf({ job: job(status), now: after(600) })).toBeUndefined();
  });
});
