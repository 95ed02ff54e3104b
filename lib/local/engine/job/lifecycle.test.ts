import { describe, expect, it } from 'vitest';
import { isTerminal, type TrainingJobRecord } from '../../store/training-job-store';
import {
  allows,
  applyEvent,
  applyMessage,
  lifecycle,
  LifecycleError,
  type LifecycleEvent,
  type LifecycleState,
} from './lifecycle';

const newJob = (spot = true): TrainingJobRecord => ({
  name: 'job',
  arn: 'arn',
  request: {
    TrainingJobName: 'job',
    RoleArn: 'role',
    AlgorithmSpecification: { TrainingInputMode: 'File' },
    OutputDataConfig: { S3OutputPath: 's3://b/out' },
    ResourceConfig: { InstanceType: 'ml.m5.large', InstanceCount: 1 },
    StoppingCondition: {},
    EnableManagedSpotTraining: spot,
  },
  tags: {},
  status: 'InProgress',
  secondaryStatus: 'Starting',
  transitions: [{ status: 'Starting', startTime: 0, message: 'Starting the training job' }],
  creationTime: 0,
  lastModifiedTime: 0,
  finalMetrics: [],
});

/** Events at the seconds they happen. */
const live = (job: TrainingJobRecord, ...events: [LifecycleEvent, number][]): TrainingJobRecord => {
  for (const [event, second] of events) applyEvent(job, event, { at: second * 1000, discount: 0.7 });
  return job;
};

const statuses = (job: TrainingJobRecord) => job.transitions.map(({ status }) => status);

const allEvents: LifecycleEvent[] = [
  ...(['instance-ready', 'program-started', 'instance-lost', 'capacity-found', 'program-ended'] as const),
  ...(['uploaded', 'stop-requested', 'uploading-after-stop', 'stopped'] as const),
  ...(['max-runtime-exceeded', 'max-wait-time-exceeded', 'failed'] as const),
];

describe('the table', () => {
  const targets = new Set(Object.values(lifecycle).flatMap((row) => Object.values(row)));

  it('has a row for every status that is not an end, and none for an end', () => {
    for (const state of targets) {
      const [status] = state.split('/') as [TrainingJobRecord['status']];
      expect(lifecycle[state] === undefined, state).toBe(isTerminal({ status }));
    }
  });

  it('leads from every status to an end, and fails from every status', () => {
    for (const [state, row] of Object.entries(lifecycle)) {
      expect(row.failed, state).toBe('Failed/Failed');
    }
  });

  it('refuses every event that it does not list', () => {
    const states = new Set([...Object.keys(lifecycle), ...targets]) as Set<LifecycleState>;
    for (const state of states) {
      const [status, secondaryStatus] = state.split('/') as [
        TrainingJobRecord['status'],
        TrainingJobRecord['secondaryStatus'],
      ];
      for (const event of allEvents) {
        const job = { ...newJob(), status, secondaryStatus };
        const next = lifecycle[state]?.[event];
        expect(allows(job, event)).toBe(next !== undefined);
        if (next === undefined) {
          expect(() => applyEvent(job, event, { at: 1 }), `${state} ${event}`).toThrow(LifecycleError);
        } else {
          applyEvent(job, event, { at: 1 });
          expect(`${job.status}/${job.secondaryStatus}`).toBe(next);
        }
      }
    }
  });
});

describe('sequences of SageMaker', () => {
  it('without interruption', () => {
    const job = live(
      newJob(),
      ['instance-ready', 10],
      ['program-started', 15],
      ['program-ended', 110],
      ['uploaded', 120.9],
    );
    expect(statuses(job)).toEqual(['Starting', 'Downloading', 'Training', 'Uploading', 'Completed']);
    expect(job).toMatchObject({
      status: 'Completed',
      trainingStartTime: 10_000,
      trainingEndTime: 120_900,
      trainingSeconds: 110,
      // 110.9 s with an instance × 0.3
      billableSeconds: 33,
    });
    expect(job.transitions.at(-1)).toEqual({
      status: 'Completed',
      startTime: 120_900,
      endTime: 120_900,
      message: 'Training job completed',
    });
  });

  it('with one interruption: the wait counts as training time, not as billable time', () => {
    const job = live(
      newJob(),
      ['instance-ready', 0],
      ['program-started', 0],
      ['instance-lost', 100],
      ['capacity-found', 400],
      ['instance-ready', 400],
      ['program-started', 400],
      ['program-ended', 500],
      ['uploaded', 500],
    );
    expect(statuses(job)).toEqual([
      ...['Starting', 'Downloading', 'Training', 'Interrupted'],
      ...['Starting', 'Downloading', 'Training', 'Uploading', 'Completed'],
    ]);
    expect(job.trainingStartTime).toBe(0);
    expect(job.trainingSeconds).toBe(500);
    expect(job.billableSeconds).toBe(60);
  });

  it('with repeated downloads: only the first one is billed', () => {
    const job = live(
      newJob(),
      ['instance-ready', 0],
      ['program-started', 20],
      ['instance-lost', 120],
      ['capacity-found', 130],
      ['instance-ready', 130],
      ['instance-lost', 150],
      ['capacity-found', 160],
      ['instance-ready', 160],
      ['program-started', 190],
      ['program-ended', 270],
      ['uploaded', 270],
    );
    // 20 s of download and 180 s of training, × 0.3; neither the waits nor the later 20 s and 30 s of download
    expect(job.billableSeconds).toBe(60);
  });

  it('on demand: every second is billed', () => {
    const job = live(newJob(false), ['instance-ready', 0], ['program-started', 1], ['failed', 9]);
    expect(job).toMatchObject({ trainingSeconds: 9, billableSeconds: 9 });
  });

  it('that never had an instance: nothing is known of its seconds', () => {
    const job = live(newJob(), ['stop-requested', 60], ['max-wait-time-exceeded', 60]);
    expect(statuses(job)).toEqual(['Starting', 'Stopping', 'MaxWaitTimeExceeded']);
    expect(job.trainingSeconds).toBeUndefined();
    expect(job.billableSeconds).toBeUndefined();
    expect(job.trainingEndTime).toBe(60_000);
  });

  it('that ended within a second: one second, the least SageMaker reports', () => {
    const job = live(newJob(), ['instance-ready', 0], ['failed', 0.2]);
    expect(job).toMatchObject({ trainingSeconds: 1, billableSeconds: 1 });
  });
});

describe('a transition', () => {
  it('ends when the next one starts', () => {
    const job = live(newJob(), ['instance-ready', 3], ['program-started', 4]);
    expect(job.transitions.map(({ startTime, endTime }) => [startTime, endTime])).toEqual([
      [0, 3000],
      [3000, 4000],
      [4000, undefined],
    ]);
  });

  it('keeps its status while its message changes', () => {
    const job = newJob();
    applyMessage(job, 'Preparing the instances for training', 500);
    expect(job.transitions).toEqual([
      { status: 'Starting', startTime: 0, message: 'Preparing the instances for training' },
    ]);
    expect(job.lastModifiedTime).toBe(500);
  });

  it('never ends before it began, whatever the clock says', () => {
    const job = live(newJob(), ['instance-ready', 10], ['program-started', 5]);
    expect(job.transitions.at(-1)?.startTime).toBe(10_000);
  });

  it('cuts a failure reason to what SageMaker allows', () => {
    const job = newJob();
    applyEvent(job, 'failed', { at: 1, failureReason: 'x'.repeat(3000) });
    expect(job.failureReason).toHaveLength(1024);
  });
});
