import { describe, expect, it } from 'vitest';
import { type MetricSample } from '../../store/metric-store';
import { createJobMetrics } from './job-metrics';

const read = async (definitions: { Name: string; Regex: string }[], ...lines: string[]) => {
  const samples: MetricSample[] = [];
  const warnings: string[] = [];
  const metrics = createJobMetrics(
    { name: 'job', definitions, earlier: [{ name: 'earlier', value: 1, timestamp: 5 }] },
    (message) => warnings.push(message),
  );
  for (const [index, line] of lines.entries()) samples.push(...(await metrics.read([line], 1000 + index)));
  return { samples, warnings, final: metrics.final() };
};

describe('metric definitions', () => {
  it('turn matching lines into samples of the job, and the last one into its final metric', async () => {
    const { samples, final } = await read(
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

  it('see a tab as CloudWatch shows it, and as it was written', async () => {
    const line = '[49]#011train-error:0.09712#011validation-error:0.10318';
    const { samples } = await read(
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

  it('give nothing where the group is no finite number', async () => {
    const { samples } = await read(
      [{ Name: 'm', Regex: 'loss: (\\S*)' }],
      'loss: nan',
      'loss: ',
      'loss: inf',
    );
    expect(samples).toEqual([]);
  });

  it('that are no regular expressions are said once and leave the others working', async () => {
    const { samples, warnings } = await read(
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

  it('that are too large to run are refused before they are compiled, in words', async () => {
    const { samples, warnings } = await read(
      [
        { Name: 'huge', Regex: `(${'a{1,1000}'.repeat(50)})` },
        { Name: 'loss', Regex: 'loss: ([0-9.]+)' },
      ],
      'loss: 1',
    );
    expect(samples).toHaveLength(1);
    expect(warnings).toEqual([expect.stringContaining('huge is not recorded')]);
    expect(warnings[0]).toContain('smaller counts');
  });

  it('are run on the beginning of a huge line only, which is said once', async () => {
    const line = `loss: 1 ${'x'.repeat(200_000)}`;
    const { samples, warnings } = await read([{ Name: 'm', Regex: 'loss: ([0-9.]+)' }], line, line);
    expect(samples).toHaveLength(2);
    expect(warnings).toEqual([expect.stringMatching(/^Lines longer than \d+ characters/)]);
  });

  it('let other work have its turn, however costly they are and however many jobs have them', async () => {
    const definitions = Array.from({ length: 40 }, (_, index) => ({
      Name: `m${index}`,
      Regex: `((?:.{0,${index}}b?){0,10})$`,
    }));
    let turns = 0;
    let over = false;
    const count = () => {
      turns += 1;
      if (!over) setImmediate(count);
    };
    setImmediate(count);
    const line = 'ab'.repeat(500);
    await Promise.all([read(definitions, line), read(definitions, line)]);
    over = true;
    expect(turns).toBeGreaterThan(60);
  });
});
