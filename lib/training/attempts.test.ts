import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { attemptsOf, interruptionCount } from './attempts';
import { after, sampleJob } from '../../testing/training/read-sample';
import { timelineOf } from './timeline';
import { type TrainingJob } from './training-job';

const NOW = after(5000);
type Sample = Parameters<typeof sampleJob>[0];

const seconds = (at: number | undefined) => (at === undefined ? undefined : (at - after(0)) / 1000);
const attempts = (name: Sample) =>
  attemptsOf(sampleJob(name), NOW).map(({ number, startedAt, containerStartedAt, endedAt, end }) => [
    number,
    seconds(startedAt),
    seconds(containerStartedAt),
    seconds(endedAt),
    end,
  ]);
const segments = (name: Sample) =>
  timelineOf(sampleJob(name), NOW).map(({ kind, attempt, startedAt, endedAt }) => [
    kind,
    attempt,
    seconds(startedAt),
    seconds(endedAt),
  ]);

describe('attemptsOf', () => {
  it.each<[Sample, unknown[][]]>([
    ['completed-uninterrupted', [[1, 0, 140, 969, 'completed']]],
    [
      'one-interruption',
      [
        [1, 0, 100, 400, 'interrupted'],
        [2, 460, 550, 830, 'completed'],
      ],
    ],
    [
      'two-interruptions-training',
      [
        [1, 0, 100, 300, 'interrupted'],
        [2, 310, 420, 500, 'interrupted'],
        [3, 520, 620, undefined, 'running'],
      ],
    ],
    ['interrupted-waiting', [[1, 0, 100, 300, 'interrupted']]],
    [
      'interrupted-starting',
      [
        [1, 0, 100, 300, 'interrupted'],
        [2, 310, undefined, undefined, 'running'],
      ],
    ],
    [
      'interrupted-without-starting',
      [
        [1, 0, 100, 300, 'interrupted'],
        [2, 360, 380, undefined, 'running'],
      ],
    ],
    ['interrupted-until-max-wait', [[1, 0, 100, 300, 'interrupted']]],
    [
      'waiting-again-until-max-wait',
      [
        [1, 0, 100, 300, 'interrupted'],
        [2, 310, undefined, 1205, 'max-wait-exceeded'],
      ],
    ],
    ['never-got-capacity', [[1, 0, undefined, 1203, 'max-wait-exceeded']]],
    ['max-runtime', [[1, 0, 100, 690, 'max-runtime-exceeded']]],
    ['user-stop', [[1, 0, 100, 340, 'stopped']]],
    ['user-stop-uploading', [[1, 0, 100, undefined, 'running']]],
    ['failed', [[1, 0, 100, 130, 'failed']]],
    [
      'retried',
      [
        [1, 0, 100, 200, 'retried'],
        [2, 200, 280, undefined, 'running'],
      ],
    ],
    [
      'retried-restarting',
      [
        [1, 0, 100, 200, 'retried'],
        [2, 200, 280, undefined, 'running'],
      ],
    ],
    [
      'out-of-order',
      [
        [1, 0, 100, 400, 'interrupted'],
        [2, 460, undefined, undefined, 'running'],
      ],
    ],
    ['unknown-status', [[1, 0, 80, undefined, 'running']]],
    ['retired-statuses', [[1, 0, 100, 210, 'completed']]],
  ])('%s', (name, expected) => expect(attempts(name)).toEqual(expected));

  it('counts interruptions, and two in a row as one', () => {
    const counts = (
      ['completed-uninterrupted', 'one-interruption', 'two-interruptions-training'] as const
    ).map((name) => interruptionCount(sampleJob(name)));
    expect(counts).toEqual([0, 1, 2]);
    expect(interruptionCount(sampleJob('interrupted-twice-in-a-row'))).toBe(2);
    expect(interruptionCount(sampleJob('retried'))).toBe(0);
  });

  it('has none for a job of which only the summary is known', () => {
    expect(attemptsOf({ ...sampleJob('failed'), transitions: [] }, NOW)).toEqual([]);
  });
});

describe('timelineOf', () => {
  it('gives the interruption to the attempt it ended, and the wait after it to the next', () => {
    expect(segments('one-interruption')).toEqual([
      ['starting', 1, 0, 60],
      ['downloading', 1, 60, 100],
      ['training', 1, 100, 400],
      ['interrupted', 1, 400, 460],
      ['waiting', 2, 460, 520],
      ['downloading', 2, 520, 550],
      ['training', 2, 550, 800],
      ['uploading', 2, 800, 830],
    ]);
  });

  it('closes what has no end with what comes next, and orders what came out of order', () => {
    expect(segments('out-of-order')).toEqual([
      ['starting', 1, 0, 60],
      ['downloading', 1, 60, 100],
      ['training', 1, 100, 400],
      ['interrupted', 1, 400, 460],
      ['waiting', 2, 460, undefined],
    ]);
  });

  it('keeps skewed clocks from overlapping or running backwards', () => {
    expect(segments('skewed-clocks').slice(0, 3)).toEqual([
      ['starting', 1, 0, 60],
      ['downloading', 1, 60, 60],
      ['training', 1, 100, 400],
    ]);
    expect(timelineOf(sampleJob('skewed-clocks'), after(450)).at(-1)?.startedAt).toBe(after(450));
  });

  it('shows a status of the future by its own name', () => {
    expect(timelineOf(sampleJob('unknown-status'), NOW)[1]).toEqual({
      kind: 'other',
      label: 'Defragmenting',
      attempt: 1,
      startedAt: after(60),
      endedAt: after(80),
      message: 'A status of the future',
    });
  });

  it('takes a replaced message of the same transition for no change but its own', () => {
    const job = sampleJob('interrupted-starting');
    const transitions = job.transitions.map((transition) => ({ ...transition, message: 'Another text' }));
    const bare = (of: TrainingJob) => timelineOf(of, NOW).map(({ message: _, ...segment }) => segment);
    expect(bare({ ...job, transitions })).toEqual(bare(job));
    expect(timelineOf({ ...job, transitions }, NOW).every(({ message }) => message === 'Another text')).toBe(
      true,
    );
  });

  it('closes the last segment of a job that ended without saying so in its transitions', () => {
    const job = sampleJob('failed');
    const cut = { ...job, transitions: job.transitions.slice(0, 2).map(({ endedAt: _, ...rest }) => rest) };
    expect(timelineOf(cut, NOW).at(-1)?.endedAt).toBe(job.trainingEndedAt);
  });

  it('for any transitions: no overlap, attempts counted up one by one, one attempt more than interruptions at most', () => {
    const status = fc.constantFrom(
      ...['Starting', 'Downloading', 'Training', 'Interrupted', 'Uploading', 'Stopping', 'Completed', 'Odd'],
    );
    const transition = fc.record(
      { status, startedAt: fc.integer({ min: 0, max: 1e6 }), endedAt: fc.integer({ min: 0, max: 1e6 }) },
      { requiredKeys: ['status', 'startedAt'] },
    );
    fc.assert(
      fc.property(
        fc.array(transition, { maxLength: 20 }),
        fc.integer({ min: 0, max: 2e6 }),
        (transitions, now) => {
          const job = { ...sampleJob('interrupted-waiting'), transitions };
          const line = timelineOf(job, now);
          line.forEach((segment, index) => {
            const before = line[index - 1];
            if (segment.endedAt !== undefined)
              expect(segment.endedAt).toBeGreaterThanOrEqual(segment.startedAt);
            if (!before) return expect(segment.attempt).toBe(1);
            expect(segment.attempt - before.attempt).toBeOneOf([0, 1]);
            expect(before.endedAt).toBeDefined();
          });
          const all = attemptsOf(job, now);
          expect(all.map(({ number }) => number)).toEqual(all.map((_, index) => index + 1));
          expect(all.filter(({ end }) => end === 'interrupted').length).toBeLessThanOrEqual(
            interruptionCount(job),
          );
        },
      ),
    );
  });
});
