import { describe, expect, it } from 'vitest';
import { heldMs } from '../engine/job/billing';
import { lifecycle, type LifecycleState } from '../engine/job/lifecycle';
import { parseInput } from '../services/input/parse-input';
import { createTrainingJobInput } from '../core/requests/create-training-job';
import { checkTrainingJobRules } from '../services/sagemaker/training-job-rules';
import { type ObjectStore, type StoredObject } from '../store/object-store';
import { priceTable } from '../store/price-table';
import { isTerminal, type TrainingJobRecord } from '../store/training-job-store';
import { generateJobs, type GenerateOptions } from './generate-jobs';
import { partOf } from '../../../testing/part-of';

const until = Date.UTC(2026, 10, 20, 12);
const options: GenerateOptions = { count: 3000, seed: 7, days: 30, until };
const jobs = [...generateJobs(options)];

const isSpot = (job: TrainingJobRecord) => job.request.EnableManagedSpotTraining === true;
const statuses = (job: TrainingJobRecord) => job.transitions.map(({ status }) => status);
const interruptions = (job: TrainingJobRecord) =>
  statuses(job).filter((status) => status === 'Interrupted').length;
const outcomes = (of: (job: TrainingJobRecord) => boolean) =>
  new Set(jobs.filter(of).map(({ secondaryStatus }) => secondaryStatus));
/** The jobs for which something does not hold, by name: empty is well. */
const except = (holds: (job: TrainingJobRecord) => boolean) =>
  jobs.filter((job) => !holds(job)).map(({ name }) => name);

/** Every state that some event leads to from this one, by its secondary status. */
const following = (secondaryStatus: string): string[] =>
  Object.entries(lifecycle)
    .filter(([state]) => state.endsWith(`/${secondaryStatus}`))
    .flatMap(([, row]) => Object.values(row) as LifecycleState[])
    .map((state) => state.split('/')[1] ?? '');

/** A store in which every bucket and prefix has something. */
const fullStore = partOf<ObjectStore>({
  bucketExists: () => true,
  list: () => ({ objects: [partOf<StoredObject>({})], commonPrefixes: [] }),
});

describe('generated jobs', () => {
  it('are the same for the same options, and others for another seed', () => {
    expect([...generateJobs({ ...options, count: 50 })]).toEqual([
      ...generateJobs({ ...options, count: 50 }),
    ]);
    const names = [...generateJobs({ ...options, seed: 8 })].map(({ name }) => name);
    const known = new Set(jobs.map(({ name }) => name));
    expect(names.filter((name) => known.has(name))).toEqual([]);
  });

  it('are as many as asked for, each with a name of its own, oldest end first', () => {
    expect(new Set(jobs.map(({ name }) => name)).size).toBe(options.count);
    const ends = jobs.map(({ lastModifiedTime }) => lastModifiedTime);
    expect(ends.every((end, index) => index === 0 || end >= ends[index - 1]! - 5)).toBe(true);
    expect(ends[0]).toBeGreaterThanOrEqual(until - 30 * 86_400_000 - 5);
    expect(ends.at(-1)).toBeLessThanOrEqual(until);
  });

  it('have ended, and say that they are generated', () => {
    expect(except(isTerminal)).toEqual([]);
    expect(except((job) => job.tags['spotdeck:generated'] === 'true')).toEqual([]);
  });

  it('are made of requests that CreateTrainingJob accepts and keeps as they are', () => {
    for (const { request } of jobs) {
      expect(parseInput(createTrainingJobInput, request)).toEqual(request);
      checkTrainingJobRules(request, fullStore);
    }
  });

  it('go through the transitions of the lifecycle without a gap', () => {
    expect(
      except(({ transitions }) =>
        transitions.every((transition, index) => {
          const next = transitions[index + 1];
          if (!next) return transition.endTime === transition.startTime;
          return transition.endTime === next.startTime && following(transition.status).includes(next.status);
        }),
      ),
    ).toEqual([]);
    expect(except((job) => job.transitions[0]?.startTime === job.creationTime)).toEqual([]);
    expect(except((job) => job.transitions.at(-1)?.startTime === job.lastModifiedTime)).toEqual([]);
    expect(except((job) => job.trainingEndTime === job.lastModifiedTime)).toEqual([]);
  });

  it('have training and billable seconds only where they had an instance', () => {
    const trained = (job: TrainingJobRecord) => statuses(job).includes('Downloading');
    expect(except((job) => trained(job) === (job.trainingSeconds !== undefined))).toEqual([]);
    expect(except((job) => trained(job) === (job.billableSeconds !== undefined))).toEqual([]);
    expect(jobs.some((job) => !trained(job))).toBe(true);
    expect(jobs.some(({ trainingSeconds = 100 }) => trainingSeconds < 10)).toBe(true);
  });

  it('are billed less than they trained on spot, and all of it on demand', () => {
    const seconds = ({ trainingSeconds = 0, billableSeconds = 0 }: TrainingJobRecord) => [
      trainingSeconds,
      billableSeconds,
    ];
    expect(
      except((job) => {
        const [training = 0, billable = 0] = seconds(job);
        return isSpot(job) ? training <= 1 || billable < training : billable === training;
      }),
    ).toEqual([]);
  });

  it('reach their limits exactly where they end by them', () => {
    for (const job of jobs) {
      const { MaxRuntimeInSeconds: runtime = 0, MaxWaitTimeInSeconds: wait } = job.request.StoppingCondition;
      const stopping = job.transitions.find(({ status }) => status === 'Stopping');
      const trainingEnd = stopping?.startTime ?? job.lastModifiedTime;
      if (job.secondaryStatus === 'MaxRuntimeExceeded') {
        const before = job.transitions.slice(0, job.transitions.indexOf(stopping!));
        expect(heldMs({ transitions: before }, trainingEnd)).toBe(runtime * 1000);
      } else {
        expect(heldMs(job, job.lastModifiedTime)).toBeLessThan(runtime * 1000);
      }
      if (job.secondaryStatus === 'MaxWaitTimeExceeded') {
        expect(trainingEnd - job.creationTime).toBe(wait! * 1000);
      } else if (wait !== undefined) {
        expect(trainingEnd - job.creationTime).toBeLessThan(wait * 1000);
      }
    }
  });

  it('have artifacts where something was uploaded, and a reason where they failed', () => {
    expect(
      except((job) => statuses(job).includes('Uploading') === (job.modelArtifacts !== undefined)),
    ).toEqual([]);
    expect(except((job) => (job.status === 'Failed') === (job.failureReason !== undefined))).toEqual([]);
    expect(except(({ failureReason = '' }) => !/undefined|^: /.test(failureReason))).toEqual([]);
  });

  it('name their last metrics at a time at which they trained', () => {
    const trainedAt = (job: TrainingJobRecord, time: number) =>
      job.transitions.some(
        ({ status, startTime, endTime = 0 }) => status === 'Training' && startTime <= time && time <= endTime,
      );
    expect(except((job) => job.finalMetrics.every(({ timestamp }) => trainedAt(job, timestamp)))).toEqual([]);
    expect(except((job) => job.status !== 'Completed' || job.finalMetrics.length > 0)).toEqual([]);
  });

  it('hold what a busy account has', () => {
    expect([...outcomes(isSpot)].sort()).toEqual([
      'Completed',
      'Failed',
      'MaxRuntimeExceeded',
      'MaxWaitTimeExceeded',
      'Stopped',
    ]);
    expect(outcomes((job) => !isSpot(job)).has('MaxWaitTimeExceeded')).toBe(false);
    expect([...new Set(jobs.map(interruptions))].sort()).toEqual([0, 1, 2, 3]);
    expect(except((job) => isSpot(job) || interruptions(job) === 0)).toEqual([]);
    const counts = new Set(jobs.map(({ request }) => request.ResourceConfig.InstanceCount));
    expect([...counts].sort()).toEqual([1, 2, 3, 4]);
    const priced = new Set(priceTable.map(({ instanceType }) => instanceType));
    const types = new Set(jobs.map(({ request }) => request.ResourceConfig.InstanceType ?? ''));
    expect([...types].some((type) => !priced.has(type))).toBe(true);
    expect([...types].filter((type) => priced.has(type)).length).toBeGreaterThan(5);
    for (const kind of [true, false]) {
      const checkpointing = jobs.filter((job) => isSpot(job) === kind);
      expect(new Set(checkpointing.map(({ request }) => request.CheckpointConfig !== undefined)).size).toBe(
        2,
      );
    }
  });

  it('have the same work done on spot and on demand in some pairs', () => {
    const workOf = ({ request }: TrainingJobRecord) => {
      const { sagemaker_job_name: _name, ...hyperparameters } = request.HyperParameters ?? {};
      const { AlgorithmSpecification, InputDataConfig, ResourceConfig } = request;
      return JSON.stringify([hyperparameters, AlgorithmSpecification, InputDataConfig, ResourceConfig]);
    };
    const pairs = jobs.filter((job, index) => {
      const next = jobs[index + 1];
      return next && !isSpot(job) && isSpot(next) && workOf(job) === workOf(next);
    });
    expect(pairs.length).toBeGreaterThan(20);
    expect(pairs.every(({ status }) => status === 'Completed')).toBe(true);
  });
});
