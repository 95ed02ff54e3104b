import { describe, expect, it } from 'vitest';
import { openDatabase } from './database';
import { createTrainingJobStore } from './sqlite-training-job-store';
import { type TrainingJobRecord } from './training-job-store';

const jobOf = (name: string, creationTime: number): TrainingJobRecord => ({
  name,
  arn: `arn:aws:sagemaker:us-east-1:000000000000:training-job/${name.toLowerCase()}`,
  request: {
    TrainingJobName: name,
    RoleArn: 'role',
    AlgorithmSpecification: { TrainingInputMode: 'File' },
    OutputDataConfig: { S3OutputPath: 's3://b/out' },
    ResourceConfig: { InstanceType: 'ml.m5.large', InstanceCount: 1 },
    StoppingCondition: {},
    VpcConfig: { Subnets: ['kept as sent'], SecurityGroupIds: [] },
  },
  tags: { team: 'a' },
  status: 'InProgress',
  secondaryStatus: 'Starting',
  transitions: [{ status: 'Starting', startTime: creationTime, message: 'Starting the training job' }],
  creationTime,
  lastModifiedTime: creationTime,
  finalMetrics: [],
});

const open = () => createTrainingJobStore(openDatabase(':memory:'));
const names = (jobs: Iterable<TrainingJobRecord>) => [...jobs].map(({ name }) => name);

describe('the training job store', () => {
  it('gives a job back as it was, members it does not know included', () => {
    const jobs = open();
    jobs.insert(jobOf('a', 1));
    expect(jobs.get('a')).toEqual(jobOf('a', 1));
    expect(jobs.get('b')).toBeUndefined();
  });

  it('inserts many jobs together, or none of them', () => {
    const jobs = open();
    jobs.insertAll([jobOf('a', 1), jobOf('b', 2)]);
    expect(names(jobs.all())).toEqual(['b', 'a']);
    expect(() => jobs.insertAll([jobOf('c', 3), jobOf('a', 4)])).toThrow(/already exists/);
    expect(names(jobs.all())).toEqual(['b', 'a']);
  });

  it('refuses a name that is taken, with SageMaker’s words', () => {
    const jobs = open();
    jobs.insert(jobOf('Twice', 1));
    expect(() => jobs.insert(jobOf('Twice', 2))).toThrow(
      expect.objectContaining({
        code: 'ResourceInUse',
        message:
          'Training job names must be unique within an AWS account and region, and a training job with this name ' +
          'already exists (arn:aws:sagemaker:us-east-1:000000000000:training-job/twice)',
      }),
    );
    expect(jobs.get('Twice')?.creationTime).toBe(1);
    jobs.delete('Twice');
    jobs.insert(jobOf('Twice', 3));
    expect(jobs.get('Twice')?.creationTime).toBe(3);
  });

  it('changes all or nothing', () => {
    const jobs = open();
    jobs.insert(jobOf('a', 1));
    expect(() =>
      jobs.update('a', (job) => {
        job.status = 'Failed';
        throw new Error('half way');
      }),
    ).toThrow('half way');
    expect(jobs.get('a')?.status).toBe('InProgress');
    expect(() => jobs.update('absent', () => {})).toThrow('absent');
  });

  it('knows which jobs have not ended', () => {
    const jobs = open();
    for (const name of ['done', 'going', 'stopping']) jobs.insert(jobOf(name, 1));
    jobs.update('done', (job) => void (job.status = 'Completed'));
    jobs.update('stopping', (job) => void (job.status = 'Stopping'));
    expect(names(jobs.unfinished()).sort()).toEqual(['going', 'stopping']);
  });

  it('walks all jobs newest first, each once, while others come and go', () => {
    const jobs = open();
    // Several of one millisecond, so that pages end between equal times.
    for (let index = 0; index < 450; index += 1) jobs.insert(jobOf(`job-${index}`, Math.floor(index / 7)));
    const seen: TrainingJobRecord[] = [];
    for (const job of jobs.all()) {
      if (seen.length === 10) jobs.insert(jobOf('late', 1_000_000));
      if (seen.length === 20) jobs.delete('job-0');
      seen.push(job);
    }
    const times = seen.map(({ creationTime }) => creationTime);
    expect(times).toEqual([...times].sort((a, b) => b - a));
    expect(new Set(names(seen)).size).toBe(449);
    expect(seen).toHaveLength(449);
  });
});
