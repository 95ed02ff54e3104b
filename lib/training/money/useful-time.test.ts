import { describe, expect, it } from 'vitest';
import { attemptsOf } from '../attempts';
import { after, CREATED, sampleJob } from '@/testing/training/read-sample';
import { type SampleAttempt, sampleModel } from '@/testing/training/sample-reading';
import { lostWorkOf } from '../report/lost-work';
import { type TrainingJob, type Transition } from '../training-job';
import { billedTimeOf, jobMoneyOf } from './job-money';
import { totalOf, usefulTimeOf } from './useful-time';

/** `status from–to` in seconds after creation, one after the other. */
const transitions = (...spans: [status: string, from: number, to: number][]): Transition[] =>
  spans.map(([status, from, to]) => ({ status, startedAt: after(from), endedAt: after(to) }));

const jobOf = (change: Partial<TrainingJob>): TrainingJob => ({
  ...sampleJob('completed-uninterrupted'),
  status: 'Completed',
  secondaryStatus: 'Completed',
  createdAt: CREATED,
  spot: true,
  instanceType: 'ml.g4dn.xlarge',
  instanceCount: 1,
  ...change,
});

/** Interrupted at 1,000 s, 90 s into an epoch that no checkpoint held; capacity came two hours later. */
const interrupted = jobOf({
  trainingStartedAt: after(60),
  trainingEndedAt: after(9_310),
  trainingSeconds: 9_250,
  billableSeconds: 606,
  transitions: transitions(
    ['Starting', 0, 60],
    ['Downloading', 60, 100],
    ['Training', 100, 1_000],
    ['Interrupted', 1_000, 8_200],
    ['Starting', 8_200, 8_260],
    ['Downloading', 8_260, 8_300],
    ['Training', 8_300, 9_290],
    ['Uploading', 9_290, 9_310],
    ['Completed', 9_310, 9_310],
  ),
});

const epochs = (first: number, from: number, seconds: number, count: number) =>
  Array.from({ length: count }, (_, index) => ({
    number: first + index,
    from: from + index * seconds,
    to: from + (index + 1) * seconds,
  }));

const itsLog = sampleModel(
  [
    {
      attempt: 1,
      epochs: [...epochs(1, 100, 90, 9), { number: 10, from: 910 }],
      points: [{ position: 9, at: 910 }],
      reached: 9.9,
    },
    { attempt: 2, epochs: epochs(10, 8_300, 90, 11) },
  ],
  [{ attempt: 2, at: 9, lost: 0.9 }],
);

const lostOf = (job: TrainingJob, model: ReturnType<typeof sampleModel>) =>
  lostWorkOf(attemptsOf(job, after(20_000)), model);

describe('useful time', () => {
  it('of the worked example is 1,860 s: $0.380 on demand, $0.124 paid, $0.256 or 67.4 % saved', () => {
    const useful = usefulTimeOf(interrupted, after(20_000), lostOf(interrupted, itsLog));
    expect(useful).toEqual({
      seconds: 1_860,
      parts: { starting: 0, downloading: 40, training: 900 - 90 + 990, uploading: 20 },
      exact: true,
      lostSeconds: 90,
    });
    const money = jobMoneyOf(billedTimeOf(interrupted, useful), 0.7364);
    expect(money.usdOnDemand?.toFixed(3)).toBe('0.380');
    expect(money.usdPaid?.toFixed(3)).toBe('0.124');
    expect(money.usdSaved?.toFixed(4)).toBe('0.2565');
    expect(((money.savedShare ?? 0) * 100).toFixed(1)).toBe('67.4');
    expect(((money.sageMakerShare ?? 0) * 100).toFixed(1)).toBe('93.4');
  });

  it('has all that was trained in it where no log tells what was lost, and is at most so much', () => {
    const useful = usefulTimeOf(interrupted, after(20_000));
    expect(useful).toMatchObject({ seconds: 1_950, exact: false, lostSeconds: 0 });
    const untold = sampleModel(
      [
        { attempt: 1, epochs: epochs(1, 100, 90, 9) },
        { attempt: 2, epochs: epochs(1, 8_300, 90, 11) },
      ],
      [{ attempt: 2, verdict: 'cannot-tell', how: 'unknown' }],
    );
    expect(usefulTimeOf(interrupted, after(20_000), lostOf(interrupted, untold))).toEqual(useful);
  });

  it('of a job that nothing disturbed is SageMaker’s training time, to the second', () => {
    for (const name of ['completed-uninterrupted', 'on-demand-completed'] as const) {
      const job = sampleJob(name);
      expect(usefulTimeOf(job, after(1e6))).toMatchObject({ seconds: job.trainingSeconds, exact: true });
    }
  });

  it('counts the download of the first attempt that trained: one that was cut short did not count', () => {
    const job = jobOf({
      trainingSeconds: 1_000,
      trainingEndedAt: after(1_010),
      transitions: transitions(
        ['Downloading', 10, 25],
        ['Interrupted', 25, 500],
        ['Starting', 500, 510],
        ['Downloading', 510, 550],
        ['Training', 550, 800],
        ['Interrupted', 800, 900],
        ['Downloading', 900, 960],
        ['Training', 960, 1_000],
        ['Uploading', 1_000, 1_010],
      ),
    });
    expect(usefulTimeOf(job, after(2_000))?.parts).toEqual({
      starting: 0,
      downloading: 40,
      training: 290,
      uploading: 10,
    });
  });

  it('is exact where an interrupted job never trained again: nothing was done twice', () => {
    const job = jobOf({
      status: 'Stopped',
      secondaryStatus: 'MaxWaitTimeExceeded',
      trainingSeconds: 3_600,
      trainingEndedAt: after(3_660),
      transitions: transitions(
        ['Starting', 0, 60],
        ['Downloading', 60, 80],
        ['Training', 80, 500],
        ['Interrupted', 500, 3_650],
        ['Stopping', 3_650, 3_660],
        ['MaxWaitTimeExceeded', 3_660, 3_660],
      ),
    });
    // It had no instance while it was stopping.
    expect(usefulTimeOf(job, after(9_000))).toMatchObject({ seconds: 440, exact: true });
  });

  it('has the time in which a running script was stopped, and what lies between TrainingStartTime and the download', () => {
    const job = jobOf({
      status: 'Stopped',
      secondaryStatus: 'Stopped',
      trainingStartedAt: after(50),
      trainingEndedAt: after(330),
      trainingSeconds: 280,
      transitions: transitions(
        ['Starting', 0, 60],
        ['Downloading', 60, 80],
        ['Training', 80, 200],
        ['Stopping', 200, 320],
        ['Uploading', 320, 330],
        ['Stopped', 330, 330],
      ),
    });
    expect(usefulTimeOf(job, after(9_000))).toEqual({
      seconds: 280,
      parts: { starting: 10, downloading: 20, training: 120, uploading: 130 },
      exact: true,
      lostSeconds: 0,
    });
  });

  it('is never more than the job took, whatever its transitions say, and never less than nothing', () => {
    const job = jobOf({ ...interrupted, trainingSeconds: 700 });
    expect(usefulTimeOf(job, after(20_000), { seconds: 1e9, exact: true })).toMatchObject({
      seconds: 40,
      parts: { training: 0 },
      lostSeconds: 660,
    });
  });

  it('of parts that were rounded is their sum', () => {
    const job = jobOf({
      transitions: transitions(
        ['Downloading', 0, 0.6],
        ['Training', 0.6, 1.2],
        ['Interrupted', 1.2, 5],
        ['Downloading', 5, 5.5],
        ['Training', 5.5, 6.1],
        ['Uploading', 6.1, 6.7],
      ),
      trainingSeconds: undefined,
    });
    const useful = usefulTimeOf(job, after(9_000));
    // 0.6 + 0.6 + 0.6 + 0.6 s.
    expect(useful?.seconds).toBe(2);
    expect(useful && totalOf(useful.parts)).toBe(2);
  });

  it('is not known of a job that never had an instance', () => {
    const job = jobOf({
      status: 'Stopped',
      secondaryStatus: 'MaxWaitTimeExceeded',
      trainingStartedAt: undefined,
      trainingEndedAt: undefined,
      trainingSeconds: undefined,
      transitions: transitions(['Starting', 0, 600], ['Stopping', 600, 601]),
    });
    expect(usefulTimeOf(job, after(9_000))).toBeUndefined();
  });

  it('of a spot job without transitions is at most SageMaker’s training time', () => {
    expect(usefulTimeOf(jobOf({ transitions: [], trainingSeconds: 500 }), after(900))).toMatchObject({
      seconds: 500,
      exact: false,
    });
  });
});

describe('what the log told', () => {
  const three = jobOf({
    trainingSeconds: 5_000,
    transitions: transitions(
      ['Downloading', 0, 10],
      ['Training', 10, 110],
      ['Interrupted', 110, 200],
      ['Downloading', 200, 210],
      ['Training', 210, 310],
      ['Interrupted', 310, 400],
      ['Downloading', 400, 410],
      ['Training', 410, 510],
      ['Uploading', 510, 520],
    ),
  });
  const first: SampleAttempt = { attempt: 1, epochs: epochs(1, 10, 30, 3) };

  it('is exact where every restart is told', () => {
    const model = sampleModel(
      [first, { attempt: 2, epochs: epochs(4, 210, 30, 3) }, { attempt: 3, epochs: epochs(7, 410, 30, 3) }],
      [
        { attempt: 2, at: 3, lost: 0 },
        { attempt: 3, at: 6, lost: 0 },
      ],
    );
    expect(lostOf(three, model)).toEqual({ recomputedEpochs: 0, seconds: 20, exact: true });
  });

  it('is a lower bound where one of them is not', () => {
    const model = sampleModel(
      [first, { attempt: 2, epochs: epochs(4, 210, 30, 3) }, { attempt: 3, epochs: epochs(7, 410, 30, 3) }],
      [
        { attempt: 2, at: 3, lost: 0 },
        { attempt: 3, verdict: 'cannot-tell', how: 'unknown' },
      ],
    );
    expect(lostOf(three, model)).toMatchObject({ exact: false });
    expect(usefulTimeOf(three, after(900), lostOf(three, model))).toMatchObject({
      seconds: 320,
      exact: false,
    });
  });

  it('is a lower bound where the last attempt printed nothing', () => {
    const model = sampleModel(
      [first, { attempt: 2, epochs: epochs(4, 210, 30, 3) }],
      [{ attempt: 2, at: 3, lost: 0 }],
    );
    expect(lostOf(three, model)).toMatchObject({ exact: false });
  });

  it('needs nothing of an attempt in between that counted nothing: the next one tells that all of it was lost', () => {
    const model = sampleModel(
      [first, { attempt: 2, epochs: [], reached: 3 }, { attempt: 3, epochs: epochs(4, 410, 30, 3) }],
      [{ attempt: 3, at: 3, lost: 0 }],
    );
    expect(lostOf(three, model)).toMatchObject({ exact: true, seconds: 10 + 100 });
  });
});
