/** What a job has in a column that a reader added to the list. */
import { type JobSnapshot } from './job-snapshot';
import { lookUp } from './look-up';
import { metricCurves } from './metric-curves';
import { type TrainingJob } from './training-job';
import { type ValueColumn } from './value-columns';

/** @param reading what its log told; absent where it was not read */
export const columnValue = (
  { kind, name }: ValueColumn,
  job: Pick<TrainingJob, 'tags' | 'hyperparameters' | 'finalMetrics'>,
  reading?: JobSnapshot['reading'],
): string | number | undefined => {
  switch (kind) {
    case 'tag':
      return lookUp(job.tags ?? {}, name);
    case 'hyperparameter':
      return unquoted(lookUp(job.hyperparameters, name));
    case 'last':
      return valuesOf(name, reading).at(-1) ?? job.finalMetrics.find((metric) => metric.name === name)?.value;
    case 'lowest':
    case 'highest':
      return extremeOf(valuesOf(name, reading), kind === 'lowest' ? Math.min : Math.max);
  }
};

/** Those that count: what was trained again has its later value only. */
const valuesOf = (metric: string, reading: JobSnapshot['reading'] | undefined): number[] =>
  reading === undefined
    ? []
    : metricCurves(reading, 'one')
        .filter((curve) => curve.metric === metric)
        .flatMap(({ points }) => points.filter(({ superseded }) => !superseded))
        .map(({ value }) => value);

const extremeOf = (
  values: readonly number[],
  choose: (a: number, b: number) => number,
): number | undefined => (values.length === 0 ? undefined : values.reduce((a, b) => choose(a, b)));

/** Script mode sends `"sgd"` with its quotes. */
const unquoted = (value: string | undefined) =>
  value === undefined ? undefined : (/^"([^"\\]*)"$/.exec(value)?.[1] ?? value);
