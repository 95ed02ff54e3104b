import { describe, expect, it } from 'vitest';
import { attemptsOf } from './attempts';
import { describeStatus } from './status';
import { noReading } from './position';
import { sampleModel } from '@/testing/training/sample-reading';
import { timelineOf } from './timeline';
import { type TrainingJob } from './training-job';
import { durationSeconds } from './job-end';
import { whatHappened, type Story } from './what-happened';

const transitionsOf = (...steps: [status: string, seconds: number][]) =>
  steps.map(([status, seconds], index) => {
    const next = steps[index + 1];
    return { status, startedAt: seconds * 1000, ...(next && { endedAt: next[1] * 1000 }) };
  });

const job = (change: Partial<TrainingJob>): TrainingJob => ({
  name: 'mnist-1',
  arn: 'arn',
  status: 'InProgress',
  secondaryStatus: 'Training',
  createdAt: 0,
  trainingStartedAt: 5_000,
  transitions: transitionsOf(['Starting', 0], ['Downloading', 5], ['Training', 10]),
  spot: true,
  hyperparameters: {},
  environment: {},
  channels: [],
  metricDefinitions: [],
  finalMetrics: [],
  ...change,
});

/** What the log of attempts says that trained these epochs, whole. */
const trained = (...epochs: number[][]) =>
  epochs.map((numbers, index) => ({
    attempt: index + 1,
    epochs: numbers.map((number) => ({ number, from: 0, to: 1 })),
  }));
const at = (current: number, of?: number) => ({
  counts: 'epoch' as const,
  current,
  position: current,
  ...(of !== undefined && { of }),
});

const tell = (changed: Partial<TrainingJob>, known: Partial<Story> = {}, now = 100_000) => {
  const one = job(changed);
  return whatHappened({
    job: one,
    status: describeStatus(one),
    attempts: attemptsOf(one, now),
    timeline: timelineOf(one, now),
    reading: noReading,
    isLogRead: true,
    progress: {},
    now,
    ...known,
  });
};

const onceInterrupted = transitionsOf(
  ['Starting', 0],
  ['Downloading', 5],
  ['Training', 10],
  ['Interrupted', 40],
  ['Starting', 41],
  ['Downloading', 52],
  ['Training', 54],
);

describe('a job that has ended', () => {
  const failed: Partial<TrainingJob> = {
    status: 'Failed',
    secondaryStatus: 'Failed',
    trainingStartedAt: undefined,
    transitions: [
      { status: 'Starting', startedAt: 0, endedAt: 1_800_000 },
      { status: 'Failed', startedAt: 1_800_000 },
    ],
    lastModifiedAt: 21_600_000,
  };

  it('took as long as its transitions say, however long ago that is', () => {
    for (const now of [1_800_000, 21_600_000, 900_000_000])
      expect(tell(failed, {}, now).headline).toBe('Failed after 30 min 00 s.');
  });

  it('has what went wrong in its headline', () => {
    const failureReason =
      'AlgorithmError: ExecuteUserScriptError:\nExitCode 1\nErrorMessage "ValueError: bad."';
    expect(tell({ ...failed, failureReason }, {}, 1_800_000).headline).toBe(
      'Failed: ValueError: bad (after 30 min 00 s).',
    );
  });

  it('has no duration where nothing tells its end', () =>
    expect(tell({ ...failed, transitions: [], lastModifiedAt: undefined }, {}, 9e9).headline).toBe(
      'Failed.',
    ));
});

describe('a wait for capacity', () => {
  it('has the same name the first time and every other time', () => {
    const first = tell({ secondaryStatus: 'Starting', transitions: transitionsOf(['Starting', 0]) });
    const again = tell({
      secondaryStatus: 'Starting',
      transitions: transitionsOf(['Starting', 0], ['Training', 5], ['Interrupted', 40], ['Starting', 41]),
    });
    expect(first.headline).toBe('Waiting for capacity.');
    expect(again.headline).toBe('Waiting for capacity.');
    const lost = transitionsOf(['Starting', 0], ['Training', 5], ['Interrupted', 40]);
    expect(tell({ secondaryStatus: 'Interrupted', transitions: lost }).headline).toBe(
      'Interrupted, waiting for capacity.',
    );
    const labels = timelineOf(job({ transitions: onceInterrupted }), 100_000)
      .filter(({ kind }) => kind === 'starting' || kind === 'waiting')
      .map(({ label }) => label);
    expect(labels).toEqual(['Waiting for capacity', 'Waiting for capacity']);
  });
});

describe('the sentence on interruptions', () => {
  it('tells when, how long the job waited, where it went on and what that cost', () => {
    const { interruptions } = tell(
      { transitions: onceInterrupted },
      {
        reading: sampleModel(trained([4], [5]), [{ attempt: 2, at: 4, from: 'checkpoint-4.json', lost: 1 }]),
      },
    );
    expect(interruptions).toBe(
      'Interrupted once at epoch 4; waited 12 s; resumed at epoch 5 from checkpoint-4.json; 1 epoch recomputed.',
    );
  });

  it('does not speak of resuming before the job has resumed', () => {
    const waiting = {
      secondaryStatus: 'Interrupted',
      transitions: transitionsOf(['Starting', 0], ['Downloading', 5], ['Training', 10], ['Interrupted', 40]),
    };
    expect(tell(waiting, { reading: sampleModel(trained([4])) }, 45_000).interruptions).toBe(
      'Interrupted once at epoch 4; waited 5 s.',
    );
  });

  it('sums several interruptions, and is silent where there was none', () => {
    const twice = [
      ...onceInterrupted,
      ...transitionsOf(['Interrupted', 70], ['Starting', 71], ['Downloading', 80], ['Training', 81]),
    ];
    expect(
      tell(
        { transitions: twice },
        {
          reading: sampleModel(trained([4], [6], [7]), [
            { attempt: 2, at: 4, lost: 0 },
            { attempt: 3, at: 6, lost: 0 },
          ]),
        },
      ).interruptions,
    ).toBe(
      'Interrupted twice at epochs 4 and 6; waited 22 s; resumed at epochs 5 and 7; no epoch recomputed.',
    );
    expect(tell({}).interruptions).toBeUndefined();
  });
});

describe('a job that started from scratch', () => {
  it('is not said to have resumed', () => {
    const { interruptions } = tell(
      { transitions: onceInterrupted },
      {
        reading: sampleModel(trained([1], [1]), [{ attempt: 2, verdict: 'from-scratch', at: 0, lost: 1 }]),
      },
    );
    expect(interruptions).toContain('started from scratch at epoch 1; 1 epoch recomputed');
  });
});

describe('a job of which it cannot be told', () => {
  it('is said to be one, and a part of an epoch to be a part', () => {
    const open = sampleModel(trained([1], [1]), [{ attempt: 2, verdict: 'cannot-tell', how: 'unknown' }]);
    expect(tell({ transitions: onceInterrupted }, { reading: open }).interruptions).toBe(
      'Interrupted once at epoch 1; waited 12 s; whether it resumed cannot be told.',
    );
    const within = sampleModel(trained([1], [1]), [{ attempt: 2, at: 0.64, lost: 0.16 }]);
    expect(tell({ transitions: onceInterrupted }, { reading: within }).interruptions).toContain(
      'resumed at 0.64 epochs; 0.16 of an epoch recomputed',
    );
  });
});

describe('the headline', () => {
  const ended = (status: string, secondaryStatus: string, change: Partial<TrainingJob> = {}) => ({
    status,
    secondaryStatus,
    trainingEndedAt: 65_000,
    ...change,
  });
  const five: Partial<Story> = {
    reading: sampleModel(trained([1, 2, 3, 4, 5])),
    progress: at(5, 10),
  };

  it('tells the five ends of a job apart', () => {
    const heads = [
      tell(ended('Completed', 'Completed'), five),
      tell(ended('Failed', 'Failed'), five),
      tell(ended('Stopped', 'Stopped'), five),
      tell(ended('Stopped', 'MaxRuntimeExceeded', { maxRuntimeSeconds: 60 }), five),
      tell(ended('Stopped', 'MaxWaitTimeExceeded', { maxWaitSeconds: 90 }), five),
    ].map(({ headline }) => headline);
    expect(heads).toEqual([
      'Completed 5 epochs in 1 min 05 s.',
      'Failed at epoch 5 of 10 after 1 min 05 s.',
      'Stopped on request at epoch 5 of 10 after 1 min 05 s.',
      'Ran out of max run (1 min 00 s) at epoch 5 of 10: ended before it was done.',
      'Ran out of max wait (1 min 30 s) at epoch 5 of 10: ended before it was done.',
    ]);
  });

  it('took from its creation to its end, its wait for a first instance with it, as the list and the CSV say', () => {
    const job = ended('Completed', 'Completed', {
      trainingStartedAt: 3_600_000,
      trainingEndedAt: 3_660_400,
    });
    expect(tell(job).headline).toBe('Completed in 1 h 01 min.');
    expect(durationSeconds({ createdAt: 0 }, 3_660_400)).toBe(3_660);
  });

  it('says so when a job never got an instance', () => {
    const never = ended('Stopped', 'MaxWaitTimeExceeded', {
      trainingStartedAt: undefined,
      trainingEndedAt: undefined,
    });
    expect(tell(never).headline).toBe('Ran out of max wait without ever getting an instance.');
  });

  it('does not claim the epochs of the job whose checkpoints it went on from', () => {
    const reading = sampleModel(trained([6, 7]));
    expect(tell(ended('Completed', 'Completed'), { reading, progress: at(7) }).headline).toBe(
      'Completed epochs 6 to 7 in 1 min 05 s.',
    );
  });

  it('follows a running job, and shows a status it does not know as it is', () => {
    expect(tell({}, { progress: at(3, 10) }).headline).toBe('Training epoch 3 of 10.');
    expect(tell({}).headline).toBe('Training; the log has counted nothing yet.');
    expect(tell({}, { isLogRead: false }).headline).toBe('Training.');
    expect(tell({ secondaryStatus: 'Pondering' }).headline).toContain('Pondering');
  });
});
