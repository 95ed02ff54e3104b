import { fleetLabel } from '../fleet';
import { entryPointOf } from '../report/matched-runs';
import { type TrainingJob } from '../training-job';

export interface Parameter {
  kind: 'hyperparameter' | 'setting' | 'environment' | 'tag';
  name: string;
  value: string;
}

/** A parameter of several jobs; absent where a job does not have it. */
export interface ParameterRow {
  kind: Parameter['kind'];
  name: string;
  values: (string | undefined)[];
  differs: boolean;
}

/** What starts a script and not what it is told: these differ from launch to launch. */
const OF_THE_LAUNCH = /^sagemaker_/;

/** All that a job was told. */
export const parametersOf = (job: TrainingJob): Parameter[] => {
  const settings: [string, string | undefined][] = [
    ['Script', entryPointOf(job)],
    ['Image', job.algorithmName ?? job.trainingImage],
    ['Instances', job.instanceType && fleetLabel(job.instanceType, job.instanceCount)],
    ['Purchase', job.spot ? 'spot' : 'on demand'],
    ['Max runtime', job.maxRuntimeSeconds === undefined ? undefined : `${job.maxRuntimeSeconds} s`],
    ['Max wait', job.maxWaitSeconds === undefined ? undefined : `${job.maxWaitSeconds} s`],
    ['Volume', job.volumeSizeGb === undefined ? undefined : `${job.volumeSizeGb} GB`],
    ['Input mode', job.trainingInputMode],
    ['Checkpoints', job.checkpoint?.s3Uri],
    ['Output', job.outputS3Uri],
    ['Role', job.roleArn],
    ...job.channels.map(({ name, s3Uri }): [string, string | undefined] => [`Channel ${name}`, s3Uri]),
  ];
  return [
    ...Object.entries(job.hyperparameters)
      .filter(([name]) => !OF_THE_LAUNCH.test(name))
      .map(([name, value]): Parameter => ({ kind: 'hyperparameter', name, value: unquoted(value) })),
    ...settings.flatMap(([name, value]): Parameter[] =>
      value === undefined ? [] : [{ kind: 'setting', name, value }],
    ),
    ...Object.entries(job.environment).map(([name, value]): Parameter => ({
      kind: 'environment',
      name,
      value,
    })),
    ...Object.entries(job.tags ?? {}).map(([name, value]): Parameter => ({ kind: 'tag', name, value })),
  ];
};

/** Script mode sends `"sgd"` with its quotes. */
const unquoted = (value: string) => /^"([^"\\]*)"$/.exec(value)?.[1] ?? value;

const KINDS: readonly Parameter['kind'][] = ['hyperparameter', 'setting', 'environment', 'tag'];

/** One row a parameter: those that differ first, then by kind and name. */
export const parameterRows = (jobs: readonly { parameters: readonly Parameter[] }[]): ParameterRow[] => {
  const rows = new Map<string, ParameterRow>();
  for (const [index, { parameters }] of jobs.entries()) {
    for (const { kind, name, value } of parameters) {
      const key = JSON.stringify([kind, name]);
      const row = rows.get(key) ?? { kind, name, values: jobs.map(() => undefined), differs: false };
      rows.set(key, row);
      row.values[index] = value;
    }
  }
  for (const row of rows.values()) row.differs = row.values.some((value) => value !== row.values[0]);
  return [...rows.values()].sort(
    (a, b) =>
      Number(b.differs) - Number(a.differs) ||
      KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind) ||
      (a.name < b.name ? -1 : 1),
  );
};
