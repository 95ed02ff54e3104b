import { describe, expect, it } from 'vitest';
import { after, CREATED, sampleJob } from '@/testing/training/read-sample';
import { jobFactsOf } from '../report/job-facts';
import { type TrainingJob } from '../training-job';
import { billedTimeOf, jobMoneyOf, wasForNothing } from './job-money';
import { usefulTimeOf } from './useful-time';

type Spans = [status: string, from: number, to: number][];

const jobOf = (status: string, secondaryStatus: string, spans: Spans, change: Partial<TrainingJob> = {}) => ({
  ...sampleJob('completed-uninterrupted'),
  ...{ status, secondaryStatus, createdAt: CREATED, spot: true, instanceCount: 1 },
  trainingStartedAt: undefined,
  trainingEndedAt: undefined,
  trainingSeconds: undefined,
  billableSeconds: undefined,
  lastModifiedAt: after(spans.at(-1)?.[2] ?? 0),
  transitions: spans.map(([name, from, to]) => ({
    status: name,
    startedAt: after(from),
    endedAt: after(to),
  })),
  ...change,
});
const told = (job: TrainingJob) => {
  const useful = usefulTimeOf(job, CREATED);
  const { usdPaid, usdSaved, savedShare } = jobMoneyOf(billedTimeOf(job, useful), 3_600);
  return {
    forNothing: wasForNothing(job),
    standing: jobFactsOf(job, CREATED).standing,
    usdPaid,
    usdSaved,
    savedShare,
  };
};

const waited: Spans = [['Starting', 0, 3_600]];
const tried: Spans = [
  ['Starting', 0, 100],
  ['Downloading', 100, 160],
  ['Interrupted', 160, 900],
  ['Starting', 900, 950],
  ['Downloading', 950, 990],
];
const trained: Spans = [
  ['Starting', 0, 60],
  ['Downloading', 60, 100],
  ['Training', 100, 900],
  ['Interrupted', 900, 3_600],
];
const billed = { trainingStartedAt: after(60), trainingEndedAt: after(1_000), trainingSeconds: 940 };

describe('a spot job that ended before it trained', () => {
  it.each<[string, Spans, Partial<TrainingJob>, object]>([
    ['MaxWaitTimeExceeded', waited, {}, { standing: 'unbilled' }],
    [
      'MaxWaitTimeExceeded',
      waited,
      { trainingSeconds: 0, billableSeconds: 0 },
      { standing: 'unbilled', usdPaid: 0 },
    ],
    ['Stopped', waited, {}, { standing: 'unbilled' }],
    ['Stopped', tried, { ...billed, billableSeconds: 40 }, { standing: 'failed', usdPaid: 40 }],
    ['MaxWaitTimeExceeded', tried, { ...billed, billableSeconds: 40 }, { standing: 'failed', usdPaid: 40 }],
    ['MaxRuntimeExceeded', tried, { ...billed, billableSeconds: 40 }, { standing: 'failed', usdPaid: 40 }],
  ])('by %s has saved nothing', (secondary, spans, change, expected) => {
    const job = jobOf('Stopped', secondary, [...spans, [secondary, 3_600, 3_600]], change);
    expect(told(job)).toMatchObject({ forNothing: true, ...expected });
    expect(told(job)).toMatchObject({ usdSaved: undefined, savedShare: undefined });
  });
});

describe('a job that failed', () => {
  it.each<[string, Spans, Partial<TrainingJob>, number | undefined]>([
    ['before an instance', [['Starting', 0, 10]], {}, undefined],
    ['while it downloaded', tried, { ...billed, billableSeconds: 90 }, 90],
    ['late', trained, { ...billed, billableSeconds: 300 }, 300],
  ])('%s has saved nothing', (_, spans, change, usdPaid) => {
    const job = jobOf('Failed', 'Failed', [...spans, ['Failed', 3_600, 3_600]], change);
    expect(told(job)).toEqual({
      ...{ forNothing: true, standing: 'failed', usdPaid },
      ...{ usdSaved: undefined, savedShare: undefined },
    });
  });
});

describe('a job that trained and was then ended', () => {
  it.each(['Stopped', 'MaxWaitTimeExceeded', 'MaxRuntimeExceeded'])(
    'by %s has saved of what it trained',
    (secondary) => {
      const change = { ...billed, billableSeconds: 420 };
      const job = jobOf('Stopped', secondary, [...trained, [secondary, 3_600, 3_600]], change);
      // 40 s of download and 800 s of training, which nothing went on from.
      expect(told(job)).toEqual({
        ...{ forNothing: false, standing: 'counted', usdPaid: 420 },
        ...{ usdSaved: 420, savedShare: 0.5 },
      });
    },
  );

  it('is not said to be for nothing where its transitions are not told, nor on demand', () => {
    const change = { ...billed, billableSeconds: 400 };
    expect(wasForNothing(jobOf('Stopped', 'Stopped', [], change))).toBe(false);
    expect(wasForNothing(jobOf('Stopped', 'Stopped', tried, { ...change, spot: false }))).toBe(false);
    expect(wasForNothing(jobOf('InProgress', 'Downloading', tried, change))).toBe(false);
  });
});
