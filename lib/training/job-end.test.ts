import { describe, expect, it } from 'vitest';
import { jobEndOf } from './job-end';
import { type Transition } from './training-job';

const minutes = (count: number) => count * 60_000;

const ended = (
  transitions: Transition[],
  known: { trainingEndedAt?: number; lastModifiedAt?: number; status?: string } = {},
) => jobEndOf({ status: 'Failed', transitions, ...known });

describe('the end of a job', () => {
  it('is TrainingEndTime where SageMaker gives it', () =>
    expect(
      ended([{ status: 'Failed', startedAt: 1 }], {
        trainingEndedAt: minutes(29),
        lastModifiedAt: minutes(360),
      }),
    ).toBe(minutes(29)));

  it('is told by the transitions otherwise, not by a change made hours later', () => {
    const transitions = [
      { status: 'Starting', startedAt: 0, endedAt: minutes(30) },
      { status: 'Failed', startedAt: minutes(30), endedAt: minutes(30) },
    ];
    expect(ended(transitions, { lastModifiedAt: minutes(360) })).toBe(minutes(30));
    const open = [transitions[0]!, { status: 'Failed', startedAt: minutes(30) }];
    expect(ended(open, { lastModifiedAt: minutes(360) })).toBe(minutes(30));
  });

  it('is that of the last transition in time, in whatever order they came', () =>
    expect(
      ended([
        { status: 'MaxWaitTimeExceeded', startedAt: minutes(20), endedAt: minutes(21) },
        { status: 'Starting', startedAt: 0, endedAt: minutes(20) },
      ]),
    ).toBe(minutes(21)));

  it('is the last change where a status was never closed, and unknown where nothing is told', () => {
    const open = [{ status: 'Training', startedAt: minutes(5) }];
    expect(ended(open, { lastModifiedAt: minutes(30) })).toBe(minutes(30));
    expect(ended(open)).toBeUndefined();
    expect(ended([])).toBeUndefined();
  });

  it('has not come for a job that runs or is being stopped', () => {
    for (const status of ['InProgress', 'Stopping', 'SomethingNew'])
      expect(
        ended([{ status: 'Training', startedAt: 0, endedAt: 9 }], { status, lastModifiedAt: 9 }),
      ).toBeUndefined();
  });
});
