/**
 * The launch form's values before they are a launch: numbers are the text that was typed. launchInputSchema reads a
 * draft as it reads a launch. Drafts begin from an example, from scratch, or from an earlier job.
 */
import { inputModes } from './channel-input';
import { isMixedFleet } from './fleet';
import { readHyperparameter, plannedEpochs } from './hyperparameters';
import { personalTags } from './job-tags';
import { type LaunchInput } from './launch-input';
import { type TrainingJob } from './training-job';

type NumberField =
  | ('instanceCount' | 'volumeSizeGb' | 'maxRuntimeSeconds' | 'maxWaitSeconds')
  | ('retryAttempts' | 'warmPoolSeconds');

export type LaunchDraft = Omit<LaunchInput, NumberField> & {
  instanceCount: string;
  volumeSizeGb: string;
  maxRuntimeSeconds: string;
  maxWaitSeconds?: string;
  retryAttempts?: string;
  warmPoolSeconds?: string;
};

/** What a draft takes from the backend: its default bucket and the role used last; empty where it could not say. */
export interface DraftDefaults {
  bucket: string;
  roleArn: string;
}

/** Where a job's checkpoints go by default: a prefix of its own. */
export const defaultCheckpointUri = (bucket: string, name: string): string =>
  bucket === '' ? '' : `s3://${bucket}/checkpoints/${name.trim()}/`;

const defaultOutputUri = (bucket: string): string => (bucket === '' ? '' : `s3://${bucket}/`);

/**
 * What changes with the job's name: the checkpoint prefix too, as long as it is the one that the form proposed. The
 * output URI needs nothing: SageMaker puts the name behind it.
 */
export const renamed = (draft: LaunchDraft, name: string, bucket: string): Partial<LaunchDraft> => {
  const { checkpoint } = draft;
  const follows = checkpoint !== undefined && checkpoint.s3Uri === defaultCheckpointUri(bucket, draft.name);
  return {
    name,
    ...(follows && { checkpoint: { ...checkpoint, s3Uri: defaultCheckpointUri(bucket, name) } }),
  };
};

/** A draft with sensible limits and nothing to run. */
export const blankDraft = (name: string, { bucket, roleArn }: DraftDefaults): LaunchDraft => ({
  name,
  source: { kind: 'upload' },
  entryPoint: '',
  image: { kind: 'framework', framework: 'pytorch', version: '2.8.0' },
  instanceType: 'ml.g5.xlarge',
  instanceCount: '1',
  volumeSizeGb: '30',
  channels: [],
  hyperparameters: [],
  environment: [],
  metricDefinitions: [],
  spot: true,
  maxRuntimeSeconds: '3600',
  maxWaitSeconds: '7200',
  checkpoint: { s3Uri: defaultCheckpointUri(bucket, name) },
  outputS3Uri: defaultOutputUri(bucket),
  roleArn,
  tags: [],
});

/** What the new job has to do with the earlier one. */
export const draftPurposes = ['clone', 'continue', 'on-demand', 'verify'] as const;
export type DraftPurpose = (typeof draftPurposes)[number];

/**
 * A draft that repeats a job's script, data and image.
 * `continue` keeps the checkpoint prefix, so that the script resumes from it; `on-demand` is the baseline: no spot,
 * no checkpoints; `verify` is one epoch on demand; `clone` starts afresh with a prefix of its own.
 */
export const draftFromJob = (
  job: TrainingJob,
  purpose: DraftPurpose,
  name: string,
  defaults: DraftDefaults,
): LaunchDraft => {
  const submitted = textOf(job.hyperparameters.sagemaker_submit_directory);
  const spot = job.spot && purpose !== 'on-demand' && purpose !== 'verify';
  const maxWaitSeconds = spot ? job.maxWaitSeconds : undefined;
  const checkpoint = checkpointFor(job, purpose, name, defaults);
  return {
    ...blankDraft(name, defaults),
    source: submitted ? { kind: 's3', s3Uri: submitted } : { kind: 'image' },
    entryPoint: textOf(job.hyperparameters.sagemaker_program),
    image: { kind: 'custom', uri: job.trainingImage ?? '' },
    // The form has one group: of several types none is the one.
    instanceType: isMixedFleet(job.instanceType ?? '') ? '' : (job.instanceType ?? ''),
    instanceCount: String(job.instanceCount ?? 1),
    volumeSizeGb: String(job.volumeSizeGb ?? 30),
    // A channel from elsewhere than S3 is a further setting.
    channels: job.channels.flatMap(({ name: channel, s3Uri, inputMode = job.trainingInputMode }) =>
      s3Uri === undefined
        ? []
        : { name: channel, s3Uri, inputMode: inputModes.find((each) => each === inputMode) ?? 'File' },
    ),
    hyperparameters: hyperparametersFor(job, purpose, submitted !== ''),
    environment: Object.entries(job.environment).map(([key, value]) => ({ name: key, value })),
    metricDefinitions: job.metricDefinitions,
    spot,
    maxRuntimeSeconds: String(job.maxRuntimeSeconds ?? 3600),
    maxWaitSeconds: maxWaitSeconds === undefined ? undefined : String(maxWaitSeconds),
    checkpoint,
    outputS3Uri: job.outputS3Uri ?? defaultOutputUri(defaults.bucket),
    roleArn: job.roleArn ?? defaults.roleArn,
    tags: personalTags(job.tags).map(([key, value]) => ({ key, value })),
  };
};

const checkpointFor = (job: TrainingJob, purpose: DraftPurpose, name: string, { bucket }: DraftDefaults) => {
  if (purpose === 'on-demand' || purpose === 'verify' || !job.checkpoint) return undefined;
  return purpose === 'continue'
    ? job.checkpoint
    : { ...job.checkpoint, s3Uri: defaultCheckpointUri(bucket, name) };
};

const hyperparametersFor = (job: TrainingJob, purpose: DraftPurpose, scriptMode: boolean) => {
  const epochs = plannedEpochs(job);
  // A job that has trained all its epochs has nothing left to do with the same number: twice as many, as AWS's example.
  const wanted =
    purpose === 'verify'
      ? 1
      : purpose === 'continue' && job.status === 'Completed' && epochs
        ? 2 * epochs
        : undefined;
  return Object.entries(job.hyperparameters)
    .filter(([name]) => !name.startsWith('sagemaker_'))
    .map(([name, value]) => ({
      name,
      value: wanted !== undefined && isEpochCount(name) ? String(wanted) : scriptMode ? textOf(value) : value,
    }));
};

/** Names by which scripts and built-in algorithms take the number of epochs or rounds. */
export const isEpochCount = (name: string): boolean =>
  /^(epochs?|num[-_]epochs?|num[-_]round|n[-_]epochs?)$/i.test(name);

/** The launch for a quick check of its script: one epoch, on demand, no checkpoints, under a name of its own. */
export const oneEpochOf = (input: LaunchInput): LaunchInput => {
  const named = input.hyperparameters.some(({ name }) => isEpochCount(name));
  return {
    ...input,
    name: `${input.name.slice(0, 63 - '-verify'.length)}-verify`,
    spot: false,
    maxWaitSeconds: undefined,
    checkpoint: undefined,
    hyperparameters: named
      ? input.hyperparameters.map((entry) => (isEpochCount(entry.name) ? { ...entry, value: '1' } : entry))
      : [...input.hyperparameters, { name: 'epochs', value: '1' }],
  };
};

const textOf = (value: string | undefined): string => {
  if (value === undefined) return '';
  const read = readHyperparameter(value);
  return typeof read === 'string' ? read : value;
};
