/**
 * What launched a job in its owner's name: SageMaker's own members for what it starts itself, else AWS's own tags, else
 * a name that AWS reserves. A job can have several: the nearest comes first.
 */
import { lookUp } from './look-up';
import { type TrainingJob } from './training-job';
import { keysOf } from './keyed';

/** In the order of nearness; in lists the first that a job has. */
const kinds = {
  tuning: { label: 'Tuning job', one: 'hyperparameter tuning job' },
  automl: { label: 'Autopilot', one: 'Autopilot job' },
  labeling: { label: 'Labeling job', one: 'labeling job' },
  batch: { label: 'AWS Batch', one: 'AWS Batch' },
  pipeline: { label: 'SageMaker Pipelines', one: 'pipeline' },
  studio: { label: 'SageMaker Studio', one: 'Studio' },
} as const;

export type LauncherKind = keyof typeof kinds;

export interface Launcher {
  kind: LauncherKind;
  /** Of the tuning job, the pipeline, the user … where it is told. */
  name?: string;
  /** Of an execution of a pipeline. */
  execution?: string;
  arn?: string;
}

export const launcherKinds = keysOf(kinds);

export const launcherChoices: readonly (readonly [LauncherKind, string])[] = launcherKinds.map((kind) => [
  kind,
  kinds[kind].label,
]);

export const launcherLabel = (kind: LauncherKind): string => kinds[kind].label;

type Launched = Pick<TrainingJob, 'name' | 'tags' | 'tuningJobArn' | 'autoMlJobArn' | 'labelingJobArn'>;

/** Tags that SageMaker itself puts on jobs. */
export const pipelineTag = 'sagemaker:pipeline-execution-arn';
export const studioTags = [
  'sagemaker:user-profile-arn',
  'sagemaker:space-arn',
  'sagemaker:shared-space-arn',
] as const;
/** AWS Batch may create jobs of such names only (AWSBatchServiceRolePolicyForSageMaker). */
export const batchPrefix = 'AWSBatch';

export const launchersOf = (job: Launched): Launcher[] => {
  const tag = (key: string) => lookUp(job.tags ?? {}, key) || undefined;
  const execution = tag(pipelineTag);
  const studio = studioTags.map(tag).find((arn) => arn !== undefined);
  return [
    ...byArn('tuning', job.tuningJobArn),
    ...byArn('automl', job.autoMlJobArn),
    ...byArn('labeling', job.labelingJobArn),
    ...(job.name.startsWith(batchPrefix) ? [{ kind: 'batch' } as const] : []),
    ...(execution === undefined ? [] : [pipelineOf(execution)]),
    ...byArn('studio', studio),
  ];
};

export const nearestLauncher = (job: Launched): LauncherKind | undefined => launchersOf(job)[0]?.kind;

/** `hyperparameter tuning job abalone-1`, `pipeline Abalone`, `AWS Batch`. */
export const launcherWords = ({ kind, name }: Launcher): string =>
  name === undefined ? kinds[kind].one : `${kinds[kind].one} ${name}`;

const byArn = (kind: LauncherKind, arn: string | undefined): Launcher[] =>
  arn === undefined ? [] : [{ kind, arn, ...nameIn(arn) }];

/** The last part of an ARN, which names the thing itself. */
const nameIn = (arn: string): { name?: string } => {
  const name = arn.split('/').at(-1);
  return name === undefined || name === '' || name === arn ? {} : { name };
};

/** `arn:aws:sagemaker:us-east-1:123456789012:pipeline/abalone/execution/abc123` */
const pipelineOf = (arn: string): Launcher => {
  const [, name, execution] = /:pipeline\/([^/]+)\/execution\/([^/]+)$/.exec(arn) ?? [];
  return {
    kind: 'pipeline',
    arn,
    ...(name !== undefined && { name }),
    ...(execution !== undefined && { execution }),
  };
};
