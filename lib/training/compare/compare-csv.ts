import { type CsvValue, toCsv } from '../csv';
import { type ComparedJob } from './compared-job';
import { type Direction, metricsOf, resultOf } from './metric-results';
import { parameterRows } from './parameters';

/** The comparison as CSV, a row a job: facts, final and best of each metric, parameters. Absent is an empty cell. */
export const comparisonCsv = (
  jobs: readonly ComparedJob[],
  directionOf: (metric: string) => Direction,
): string => {
  const metrics = metricsOf(jobs);
  const parameters = parameterRows(jobs);
  return toCsv([
    [
      'job',
      'status',
      'no longer in the account since',
      'created',
      'seconds',
      'training seconds',
      'billable seconds',
      'usd paid',
      'interruptions',
      'trained again',
      ...metrics.flatMap((metric) => [`final ${metric}`, `${directionOf(metric)} ${metric}`]),
      ...parameters.map(({ kind, name }) => `${kind} ${name}`),
    ],
    ...jobs.map((job, index): CsvValue[] => [
      job.name,
      job.secondaryStatus,
      job.goneAt === undefined ? undefined : new Date(job.goneAt).toISOString(),
      new Date(job.createdAt).toISOString(),
      job.seconds,
      job.trainingSeconds,
      job.billableSeconds,
      job.usdPaid,
      job.interruptions,
      job.recomputed,
      ...metrics.flatMap((metric) => {
        const result = resultOf(job, metric, directionOf(metric));
        return [result?.final, result?.best];
      }),
      ...parameters.map(({ values }) => values[index]),
    ]),
  ]);
};

/** All values of all curves as CSV, a row a value. */
export const curvesCsv = (jobs: readonly ComparedJob[]): string =>
  toCsv([
    ['job', 'metric', 'counts', 'position', 'seconds', 'usd', 'value'],
    ...jobs.flatMap(({ name, counts, positions, times, costs, curves }) =>
      curves.flatMap(({ metric, values }) =>
        values.flatMap((value, index): CsvValue[][] =>
          value === null
            ? []
            : [[name, metric, counts ?? undefined, positions[index], times[index], costs?.[index], value]],
        ),
      ),
    ),
  ]);
