import { describe, expect, it } from 'vitest';
import {
  areMetricsDue,
  goesOn,
  initialRunState,
  isCutShort,
  isOrderDue,
  maxWaitEndsAt,
  orderMissed,
  orderWaits,
  reduceRun,
  type RunEvent,
  type RunState,
  runtimeLeftMs,
} from './run-state';

const after = (...events: RunEvent[]): RunState => events.reduce(reduceRun, initialRunState);
const request = (more: object) => ({
  TrainingJobName: 'job',
  RoleArn: 'role',
  AlgorithmSpecification: { TrainingInputMode: 'File' as const },
  OutputDataConfig: { S3OutputPath: 's3://b/out' },
  ResourceConfig: { InstanceType: 'ml.m5.large', InstanceCount: 1, VolumeSizeInGB: 1 },
  StoppingCondition: {},
  ...more,
});

describe('the state of a run', () => {
  it('is as it was made where nothing has happened, and is never changed in place', () => {
    const before = after({ kind: 'image-awaited', at: 5 });
    const copy = structuredClone(before);
    reduceRun(before, { kind: 'instance-lost' });
    expect(before).toEqual(copy);
    expect(initialRunState).toEqual(after());
  });

  it('has its instance back with the next attempt, but no end that has begun', () => {
    expect(after({ kind: 'instance-lost' }, { kind: 'closed' }, { kind: 'attempt-begun' })).toMatchObject({
      lost: false,
      closed: true,
    });
  });

  it('sums what was waited for images over all attempts, each wait once', () => {
    const waits = after(
      { kind: 'image-awaited', at: 1_000 },
      { kind: 'image-ready', at: 4_000 },
      { kind: 'attempt-begun' },
      { kind: 'image-awaited', at: 10_000 },
      { kind: 'image-ready', at: 10_500 },
    );
    expect(waits.imageMs).toBe(3_500);
    expect(reduceRun(waits, { kind: 'image-ready', at: 99_000 }).imageMs).toBe(3_500);
  });

  it('has final metrics to record at once, and then once a second', () => {
    expect(areMetricsDue(initialRunState, 1_700_000_000_000)).toBe(true);
    const saved = after({ kind: 'metrics-saved', at: 5_000 });
    expect([5_000, 5_999, 6_000].map((now) => areMetricsDue(saved, now))).toEqual([false, false, true]);
  });

  it('forgets a wait that ended with its attempt', () => {
    const cut = after({ kind: 'image-awaited', at: 1_000 }, { kind: 'attempt-begun' });
    expect(reduceRun(cut, { kind: 'image-ready', at: 50_000 }).imageMs).toBe(0);
  });

  it.each([
    ['nothing', initialRunState, undefined, false, true],
    ['a stop', initialRunState, 'requested', true, false],
    ['the loss of the instance', after({ kind: 'instance-lost' }), undefined, true, true],
    ['the end of the backend', after({ kind: 'closed' }), undefined, false, false],
  ] as const)('after %s', (_, state, cause, cut, on) => {
    expect([isCutShort(state, cause), goesOn(state, cause)]).toEqual([cut, on]);
  });
});

describe('the limits of a run', () => {
  const transitions = [
    { status: 'Starting' as const, startTime: 0, endTime: 10_000, message: '' },
    { status: 'Downloading' as const, startTime: 10_000, message: '' },
  ];

  it('give a day where none is set, from the first instance on', () => {
    expect(runtimeLeftMs(initialRunState, { request: request({}), transitions }, 70_000)).toBe(86_340_000);
  });

  it('leave out what an image was waited for', () => {
    const state = after({ kind: 'image-awaited', at: 20_000 }, { kind: 'image-ready', at: 50_000 });
    const job = { request: request({ StoppingCondition: { MaxRuntimeInSeconds: 60 } }), transitions };
    expect(runtimeLeftMs(state, job, 70_000)).toBe(30_000);
  });

  it('end the wait of spot jobs alone, later by the time without a backend', () => {
    const job = (spot: boolean, limit?: number) => ({
      creationTime: 1_000,
      request: request({
        EnableManagedSpotTraining: spot,
        StoppingCondition: { MaxWaitTimeInSeconds: limit },
      }),
    });
    expect(maxWaitEndsAt(job(true, 60))).toBe(61_000);
    expect(maxWaitEndsAt(job(true, 60), 5_000)).toBe(66_000);
    expect([maxWaitEndsAt(job(false, 60)), maxWaitEndsAt(job(true))]).toEqual([undefined, undefined]);
  });
});

describe('an order after an epoch', () => {
  const order = { afterEpoch: 3, notice: true };
  const training = { status: 'InProgress', secondaryStatus: 'Training' } as const;

  it('is due once its epoch or a later one has ended, while the job trains', () => {
    expect([undefined, 2, 3, 7].map((ended) => isOrderDue(order, ended, training))).toEqual([
      false,
      false,
      true,
      true,
    ]);
    expect(isOrderDue(order, 3, { ...training, secondaryStatus: 'Uploading' })).toBe(false);
    expect(isOrderDue(order, 3, { ...training, status: 'Stopping' })).toBe(false);
  });

  it('says why it waits, and what became of it', () => {
    expect(orderWaits(order)).toContain('after epoch 3 waits');
    expect(orderMissed(order, undefined)).toContain('its log named no epoch that ended');
    expect(orderMissed(order, 2)).toContain('the program ended after epoch 2.');
  });
});
