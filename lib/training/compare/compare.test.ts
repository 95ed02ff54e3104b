import { describe, expect, it } from 'vitest';
import { sampleModel } from '../../../testing/training/sample-reading';
import { after, CREATED } from '../../../testing/training/read-sample';
import { sampleJob, transition } from '../../../testing/dashboard/sample-job';
import { type JobSnapshot } from '../job-snapshot';
import { type TrainingJob } from '../training-job';
import { comparisonCsv, curvesCsv } from './compare-csv';
import { comparedJob } from './compared-job';
import { metricsOf, resultOf, usualDirection, winnerOf } from './metric-results';
import { parameterRows } from './parameters';
import { spendingOf } from './spending';

/** A dollar a second of one instance. */
const price = { instanceType: 'ml.m5.xlarge', region: 'us-east-1', usdPerHour: 3600, source: 'test' };

/** Downloads from 5 to 10 s, trains to 40, is interrupted to 60, trains from 60 to 100; half of its 75 s are billed. */
const interrupted = (changes: Partial<TrainingJob> = {}) =>
  sampleJob(CREATED, {
    status: 'Completed',
    secondaryStatus: 'Completed',
    transitions: [
      transition('Starting', after(0), after(5)),
      transition('Downloading', after(5), after(10)),
      transition('Training', after(10), after(40)),
      transition('Interrupted', after(40), after(41)),
      transition('Starting', after(41), after(60)),
      transition('Training', after(60), after(100)),
      transition('Completed', after(100), after(100)),
    ],
    trainingEndedAt: after(100),
    trainingSeconds: 75,
    billableSeconds: 37,
    ...changes,
  });

const epoch = (number: number, at: number, metrics: Record<string, number>) => ({
  number,
  from: at - 1,
  to: at,
  metrics,
});

const snapshot = (job: TrainingJob): JobSnapshot => ({
  job,
  price,
  reading: sampleModel(
    [
      {
        attempt: 1,
        epochs: [
          epoch(1, 20, { loss: 3, acc: 0.4 }),
          epoch(2, 30, { loss: 2, acc: 0.7 }),
          epoch(3, 39, { loss: 9 }),
        ],
      },
      {
        attempt: 2,
        from: 2,
        epochs: [epoch(3, 70, { loss: 1, acc: 0.9 }), epoch(4, 80, { loss: 1.5, acc: 0.8 })],
      },
    ],
    [{ attempt: 2, at: 2, lost: 1 }],
  ),
  metrics: [],
  observedAt: after(100),
  problems: [],
});

describe('a job as it is compared', () => {
  const job = comparedJob(snapshot(interrupted()), after(200));

  it('has a place for each value that counts, by position, time and cost', () => {
    expect(job.positions).toEqual([1, 2, 3, 4]);
    expect(job.times).toEqual([20, 30, 70, 80]);
    // On instances for 15, 25, 45 and 55 of 75 seconds, of $37.
    expect(job.costs).toEqual([15, 25, 45, 55].map((seconds) => Math.round((37e6 * seconds) / 75) / 1e6));
    expect(job.curves).toEqual([
      { metric: 'loss', values: [3, 2, 1, 1.5] },
      { metric: 'acc', values: [0.4, 0.7, 0.9, 0.8] },
    ]);
  });

  it('keeps where it resumed, what was trained again, and what it took', () => {
    expect(job.resumes).toMatchObject([{ attempt: 2, position: 2, label: 'epoch 3' }]);
    expect(job).toMatchObject({ seconds: 100, usdPaid: 37, interruptions: 1, recomputed: 1 });
  });

  it('has no cost where none is known, rather than none at all', () => {
    const running = interrupted({ status: 'InProgress', secondaryStatus: 'Training' });
    expect(spendingOf(running, price, after(100))).toBeUndefined();
    expect(spendingOf(interrupted(), undefined, after(100))).toBeUndefined();
    expect(comparedJob({ ...snapshot(running), price }, after(100))).not.toHaveProperty('costs');
    const onDemand = { ...running, spot: false };
    expect(spendingOf(onDemand, price, after(100))?.(after(20))).toBe(15);
  });
});

describe('metrics of several jobs', () => {
  const jobs = [comparedJob(snapshot(interrupted()), after(200))];

  it('end and are best somewhere, by the direction chosen', () => {
    expect(metricsOf(jobs)).toEqual(['loss', 'acc']);
    expect(resultOf(jobs[0]!, 'loss', 'lowest')).toEqual({ final: 1.5, best: 1, bestAt: 3 });
    expect(resultOf(jobs[0]!, 'loss', 'highest')).toEqual({ final: 1.5, best: 3, bestAt: 1 });
    expect(resultOf(jobs[0]!, 'constructor', 'lowest')).toBeUndefined();
  });

  it.each([
    ['val_loss', 'lowest'],
    ['validation-rmse', 'lowest'],
    ['val_accuracy', 'highest'],
    ["valid_0's auc", 'highest'],
    ['eval/f1', 'highest'],
    ['cls_loss_acc', 'lowest'],
    ['perplexity', 'lowest'],
  ])('of which %s is better where it is %s', (metric, direction) => {
    expect(usualDirection(metric)).toBe(direction);
  });

  it('have a winner only among several that differ', () => {
    expect(winnerOf([2, undefined, 1], 'lowest')).toBe(2);
    expect(winnerOf([2, undefined, 1], 'highest')).toBe(0);
    expect(winnerOf([1, 1], 'lowest')).toBeUndefined();
    expect(winnerOf([undefined, 1], 'lowest')).toBeUndefined();
  });
});

describe('parameters of several jobs', () => {
  const told = (changes: Partial<TrainingJob>) => comparedJob(snapshot(interrupted(changes)), after(200));
  const jobs = [
    told({ hyperparameters: { lr: '0.1', epochs: '10', name: '"sgd"', sagemaker_job_name: '"a"' } }),
    told({ hyperparameters: { lr: '0.2', epochs: '10', constructor: '1' }, spot: false }),
  ];

  it('differ first, one that a job lacks included', () => {
    const rows = parameterRows(jobs);
    expect(rows.filter(({ differs }) => differs).map(({ name, values }) => [name, ...values])).toEqual([
      ['constructor', undefined, '1'],
      ['lr', '0.1', '0.2'],
      ['name', 'sgd', undefined],
      ['Purchase', 'spot', 'on demand'],
    ]);
    expect(rows.find(({ name }) => name === 'epochs')).toMatchObject({
      differs: false,
      values: ['10', '10'],
    });
    expect(rows.some(({ name }) => name.startsWith('sagemaker_'))).toBe(false);
  });

  it('stand in the CSV with what each job came to; a file of all values has a row a value', () => {
    const [header, first, second] = comparisonCsv(jobs, usualDirection).split('\r\n');
    const columns = header!.split(',');
    const cell = (row: string | undefined, name: string) => row?.split(',')[columns.indexOf(name)];
    expect(cell(first, 'lowest loss')).toBe('1');
    expect(cell(first, 'hyperparameter lr')).toBe('0.1');
    expect(cell(second, 'hyperparameter name')).toBe('');
    expect(cell(first, 'usd paid')).toBe('37');
    const rows = curvesCsv(jobs).trim().split('\r\n');
    expect(rows).toHaveLength(1 + 2 * 8);
    expect(rows[1]).toMatch(/^mnist-1,loss,epoch,1,20,7\.4,3$/);
  });
});
