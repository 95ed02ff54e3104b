import { describe, expect, it } from 'vitest';
import { consoleUrlOf, jobConsoleUrl } from './console-links';
import { launchersOf, launcherWords, nearestLauncher } from './launched-by';
import { launchedTogether } from './launched-together';

const arn = (resource: string, partition = 'aws', region = 'eu-west-1') =>
  `arn:${partition}:sagemaker:${region}:123456789012:${resource}`;
const tuning = arn('hyper-parameter-tuning-job/abalone-1');
const execution = arn('pipeline/abalone/execution/x1y2');
const user = arn('user-profile/d-1abc/ada');

describe('what launched a job', () => {
  it.each([
    [{ tuningJobArn: tuning }, 'tuning', 'hyperparameter tuning job abalone-1'],
    [{ autoMlJobArn: arn('automl-job/auto-1') }, 'automl', 'Autopilot job auto-1'],
    [{ labelingJobArn: arn('labeling-job/label-1') }, 'labeling', 'labeling job label-1'],
    [{ tags: { 'sagemaker:pipeline-execution-arn': execution } }, 'pipeline', 'pipeline abalone'],
    [{ tags: { 'sagemaker:user-profile-arn': user } }, 'studio', 'Studio ada'],
    [{ tags: { 'sagemaker:space-arn': arn('space/d-1abc/team') } }, 'studio', 'Studio team'],
    [{ tags: { 'sagemaker:shared-space-arn': arn('space/d-1abc/old') } }, 'studio', 'Studio old'],
    [{ name: 'AWSBatch-train-1' }, 'batch', 'AWS Batch'],
  ])('%o is by %s', (told, kind, words) => {
    const [first, ...rest] = launchersOf({ name: 'job', ...told });
    expect(first?.kind).toBe(kind);
    expect(launcherWords(first!)).toBe(words);
    expect(rest).toEqual([]);
  });

  it('is nothing where nothing says so, whatever else is tagged or named alike', () => {
    expect(launchersOf({ name: 'awsbatch-1' })).toEqual([]);
    expect(launchersOf({ name: 'my-AWSBatch' })).toEqual([]);
    expect(
      launchersOf({ name: 'a', tags: { pipeline: execution, 'sagemaker:user-profile-arn': '' } }),
    ).toEqual([]);
  });

  it('is a chain, the nearest first', () => {
    const job = {
      name: 'a',
      tuningJobArn: tuning,
      tags: { 'sagemaker:user-profile-arn': user, 'sagemaker:pipeline-execution-arn': execution },
    };
    expect(launchersOf(job).map(({ kind }) => kind)).toEqual(['tuning', 'pipeline', 'studio']);
    expect(nearestLauncher(job)).toBe('tuning');
    expect(launchersOf(job)[1]).toMatchObject({ name: 'abalone', execution: 'x1y2' });
  });

  it('keeps an ARN that it cannot take apart', () => {
    const odd = { name: 'a', tags: { 'sagemaker:pipeline-execution-arn': 'odd' }, tuningJobArn: 'also-odd' };
    expect(launchersOf(odd)).toEqual([
      { kind: 'tuning', arn: 'also-odd' },
      { kind: 'pipeline', arn: 'odd' },
    ]);
    expect(launchersOf(odd).map(consoleUrlOf)).toEqual([undefined, undefined]);
  });
});

describe('the jobs of one launcher', () => {
  const filtersOf = (job: Parameters<typeof launchersOf>[0]) =>
    launchersOf(job).map((launcher) => {
      const { tags, launchers, namePrefix } = launchedTogether(launcher, job)?.filters ?? {};
      return [tags?.map(({ key, value }) => `${key}=${value}`), launchers, namePrefix];
    });

  it('are those with the same tag, where SageMaker gives them one', () => {
    const tags = { 'sagemaker:pipeline-execution-arn': execution, 'sagemaker:shared-space-arn': user };
    expect(filtersOf({ name: 'a', tags })).toEqual([
      [[`sagemaker:pipeline-execution-arn=${execution}`], [], undefined],
      [[`sagemaker:shared-space-arn=${user}`], [], undefined],
    ]);
  });

  it.each([
    ['AWSBatchqm-training-job9b2f08f911cf3dd794c1b3e72ae7ca5f', {}, 'batch', 'AWSBatchqm-training-job'],
    ['AWSBatch-without-attempt', {}, 'batch', 'AWSBatch-without-attempt'],
    ['abalone-1-003-0a1b2c3d', { tuningJobArn: tuning }, 'tuning', 'abalone-1-'],
    ['reviews-dpp0-1-8dc6e392', { autoMlJobArn: arn('automl-job/reviews-of-2026') }, 'automl', 'reviews-'],
    ['other', { autoMlJobArn: arn('automl-job/reviews') }, 'automl', undefined],
  ])('are else those that are named as it names them: %s', (name, told, kind, prefix) => {
    expect(filtersOf({ name, ...told })).toEqual([[[], [kind], prefix]]);
  });

  it('are not told of a labeling job, which has one', () => {
    expect(filtersOf({ name: 'a', labelingJobArn: arn('labeling-job/l-1') })).toEqual([
      [undefined, undefined, undefined],
    ]);
  });
});

describe('a link to the console', () => {
  it.each([
    ['aws', 'eu-west-1', 'https://eu-west-1.console.aws.amazon.com'],
    ['aws-cn', 'cn-north-1', 'https://console.amazonaws.cn'],
    ['aws-us-gov', 'us-gov-west-1', 'https://console.amazonaws-us-gov.com'],
  ])('of partition %s leads to its own', (partition, region, origin) => {
    const job = { name: 'My-Job', arn: arn('training-job/my-job', partition, region) };
    expect(jobConsoleUrl(job)).toBe(`${origin}/sagemaker/home?region=${region}#/jobs/My-Job`);
    const [launcher] = launchersOf({
      name: 'a',
      tuningJobArn: arn('hyper-parameter-tuning-job/t-1', partition, region),
    });
    expect(consoleUrlOf(launcher!)).toBe(`${origin}/sagemaker/home?region=${region}#/hyper-tuning-jobs/t-1`);
  });

  it('leads to Ground Truth for a labeling job, and to none for what the console has no page for', () => {
    const [labeling] = launchersOf({ name: 'a', labelingJobArn: arn('labeling-job/l-1') });
    expect(consoleUrlOf(labeling!)).toBe(
      'https://eu-west-1.console.aws.amazon.com/sagemaker/groundtruth?region=eu-west-1#/labeling-jobs/details/l-1',
    );
    const [pipeline] = launchersOf({ name: 'a', tags: { 'sagemaker:pipeline-execution-arn': execution } });
    expect(consoleUrlOf(pipeline!)).toBeUndefined();
    expect(jobConsoleUrl({ name: 'a', arn: arn('training-job/a', 'aws-iso') })).toBeUndefined();
  });
});
