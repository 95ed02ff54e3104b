import { expect, test } from 'vitest';
import { type CreateTrainingJobInput } from '../../../core/requests/create-training-job';
import { unappliedSettings } from './unapplied-settings';

const plain: CreateTrainingJobInput = {
  TrainingJobName: 'job',
  RoleArn: 'arn:aws:iam::000000000000:role/spotdeck',
  AlgorithmSpecification: { TrainingImage: 'image', TrainingInputMode: 'File' },
  OutputDataConfig: { S3OutputPath: 's3://b/out', KmsKeyId: '' },
  ResourceConfig: { InstanceType: 'ml.m5.xlarge', InstanceCount: 1, KeepAlivePeriodInSeconds: 0 },
  StoppingCondition: {},
};

test('a job that asks for nothing a process lacks is told nothing', () => {
  expect(unappliedSettings(plain)).toEqual([]);
  expect(
    unappliedSettings({ ...plain, EnableNetworkIsolation: false, ProfilerConfig: { DisableProfiler: true } }),
  ).toEqual([]);
});

test.each<[string, Partial<CreateTrainingJobInput>]>([
  ['VpcConfig', { VpcConfig: { Subnets: ['subnet-1'], SecurityGroupIds: ['sg-1'] } }],
  ['EnableNetworkIsolation', { EnableNetworkIsolation: true }],
  ['KmsKeyId', { OutputDataConfig: { S3OutputPath: 's3://b/out', KmsKeyId: 'key' } }],
  ['KmsKeyId', { ResourceConfig: { ...plain.ResourceConfig, VolumeKmsKeyId: 'key' } }],
  ['KeepAlivePeriodInSeconds', { ResourceConfig: { ...plain.ResourceConfig, KeepAlivePeriodInSeconds: 60 } }],
  ['DebugHookConfig', { DebugHookConfig: { S3OutputPath: 's3://b/debug' } }],
  ['ProfilerConfig', { ProfilerConfig: { S3OutputPath: 's3://b/profile', DisableProfiler: false } }],
  [
    'ProfilerConfig',
    { ProfilerRuleConfigurations: [{ RuleConfigurationName: 'report', RuleEvaluatorImage: 'rules' }] },
  ],
  ['ExperimentConfig', { ExperimentConfig: { ExperimentName: 'one' } }],
])('%s has its line', (member, asked) => {
  const lines = unappliedSettings({ ...plain, ...asked });
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain(member);
});
