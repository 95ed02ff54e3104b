import { describe, expect, it } from 'vitest';
import { type MetricSample } from '../store/metric-store';
import { createJobMetrics } from './job-metrics';

const read = (definitions: { Name: string; Regex: string }[], ...lines: string[]) => {
  const samples: MetricSample[] = [];
  const warnings: string[] = [];
  const metrics = createJobMetrics(
    { name: 'job', definitions, earlier: [{ name: 'earlier', value: 1, timestamp: 5 }] },
    { put: (added) => void samples.push(...added) },
    (message) => warnings.push(message),
  );
  lines.forEach((line, index) => metrics.read([line], 1000 + index));
  return { samples, warnings, final: metrics.final() };
};

describe('metric definitions', () => {
  it('turn matching lines into samples of the job, and the last one into its final metric', () => {
    const { samples, final } = read(
      [{ Name: 'val:loss', Regex: 'val_loss: ([0-9.]+)' }],
      '156/156 - loss: 1.8 - val_loss: 2.1',
      'no number here',
      '156/156 - loss: 1.5 - val_loss: 0.8339',
    );
    expect(samples.map(({ sum, timestamp }) => [sum, timestamp])).toEqual([
      [2.1, 1000],
      [0.8339, 1002],
    ]);
    expect(samples[0]).toMatchObject({
      namespace: '/aws/sagemaker/TrainingJobs',
      metricName: 'val:loss',
      dimensions: { TrainingJobName: 'job' },
      sampleCount: 1,
      minimum: 2.1,
      maximum: 2.1,
    });
    // As SageMaker reports it: a 32-bit float.
    expect(final).toEqual([
      { name: 'earlier', value: 1, timestamp: 5 },
      { name: 'val:loss', value: 0.83389997, timestamp: 1002 },
    ]);
  });

  it('see a tab as CloudWatch shows it, and as it was written', () => {
    const line = '[49]#011train-error:0.09712#011validation-error:0.10318';
    const { samples } = read(
      [
        { Name: 'escaped', Regex: '#011validation-error:([0-9.]+)' },
        { Name: 'plain', Regex: '\\tvalidation-error:([0-9.]+)' },
      ],
      line,
    );
    expect(samples.map(({ metricName, sum }) => [metricName, sum])).toEqual([
      ['escaped', 0.10318],
      ['plain', 0.10318],
    ]);
  });

  it('give nothing where the group is no finite number', () => {
    expect(read([{ Name: 'm', Regex: 'loss: (\\S*)' }], 'loss: nan', 'loss: ', 'loss: inf').samples).toEqual(
      [],
    );
  });

  it('that are no regular expressions are said once and leave the others working', () => {
    const { samples, warnings } = read(
      [
        { Name: 'broken', Regex: '(' },
        { Name: 'loss', Regex: 'loss: ([0-9.]+)' },
      ],
      'loss: 1',
      'loss: 2',
    );
    expect(samples).toHaveLength(2);
    expect(warnings).toEqual([expect.stringContaining('broken')]);
  });

  it('cannot hold up the backend, whatever regex they are', () => {
    const from = performance.now();
    read([{ Name: 'm', Regex: '(a+)+$' }], `${'a'.repeat(5000)}b`);
    expect(performance.now() - from).toBeLessThan(2000);
  });
});
