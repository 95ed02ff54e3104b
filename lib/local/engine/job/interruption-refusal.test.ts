import { expect, it } from 'vitest';
import { type SecondaryStatus, type TrainingJobStatus } from '../../store/training-job-store';
import { interruptionRefusal } from './interruption-refusal';

const refusal = (
  status: TrainingJobStatus,
  secondaryStatus: SecondaryStatus,
  { spot = true, waits = false } = {},
) =>
  interruptionRefusal(
    {
      status,
      secondaryStatus,
      request: {
        TrainingJobName: 'job',
        RoleArn: 'role',
        AlgorithmSpecification: { TrainingInputMode: 'File' },
        OutputDataConfig: { S3OutputPath: 's3://b/out' },
        ResourceConfig: { InstanceType: 'ml.m5.large', InstanceCount: 1, VolumeSizeInGB: 1 },
        StoppingCondition: {},
        EnableManagedSpotTraining: spot,
      },
    },
    waits,
  );

it('an instance is taken of a spot job that is training, and of any that will train where it waits for an epoch', () => {
  expect(refusal('InProgress', 'Training')).toBeUndefined();
  for (const stage of ['Starting', 'Downloading', 'Interrupted', 'Uploading'] as const) {
    expect(refusal('InProgress', stage)).toContain(`it is ${stage}.`);
    expect(refusal('InProgress', stage, { waits: true })).toBeUndefined();
  }
});

it('never of a job on demand, nor of one that is being stopped', () => {
  for (const waits of [true, false]) {
    expect(refusal('InProgress', 'Training', { spot: false, waits })).toContain(
      'its instance is never taken',
    );
    expect(refusal('Stopping', 'Stopping', { waits })).toMatch(/is in status Stopping$/);
  }
});
