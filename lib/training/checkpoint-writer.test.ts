import { expect, it } from 'vitest';
import { after, CREATED, sampleJob } from '@/testing/training/read-sample';
import { writerOf } from './checkpoint-writer';
import { type TrainingJob } from './training-job';

const job: TrainingJob = {
  ...sampleJob('completed-uninterrupted'),
  createdAt: CREATED,
  trainingEndedAt: after(200.4),
  transitions: [
    { status: 'Starting', startedAt: after(0), endedAt: after(60) },
    { status: 'Downloading', startedAt: after(60), endedAt: after(80.7) },
    { status: 'Training', startedAt: after(80.7), endedAt: after(200.4) },
    { status: 'Completed', startedAt: after(200.4), endedAt: after(200.4) },
  ],
};

it('is the job that trained at that time', () => {
  expect(writerOf(job, after(-3_000))).toBe('an earlier job');
  // While it waited for its instance, the one before it may still have written.
  expect(writerOf(job, after(30))).toBe('an earlier job');
  // S3 cuts to whole seconds.
  expect(writerOf(job, after(80))).toBe('this job');
  expect(writerOf(job, after(200))).toBe('this job');
  expect(writerOf(job, after(201))).toBe('a later job');
});

it('of a job that still runs has no later one', () => {
  const running = {
    ...job,
    status: 'InProgress',
    secondaryStatus: 'Training',
    trainingEndedAt: undefined,
    transitions: [...job.transitions.slice(0, 2), { status: 'Training', startedAt: after(80.7) }],
  };
  expect(writerOf(running, after(9_000))).toBe('this job');
  expect(writerOf(running, after(10))).toBe('an earlier job');
});

it('is never a job whose container did not start', () => {
  const never = {
    ...job,
    status: 'Stopped',
    secondaryStatus: 'MaxWaitTimeExceeded',
    trainingEndedAt: undefined,
    transitions: [
      { status: 'Starting', startedAt: after(0), endedAt: after(600) },
      { status: 'MaxWaitTimeExceeded', startedAt: after(600), endedAt: after(600) },
    ],
  };
  expect(writerOf(never, after(300))).toBe('an earlier job');
  expect(writerOf(never, after(700))).toBe('a later job');
});
