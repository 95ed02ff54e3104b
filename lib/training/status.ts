/**
 * The one place that says what a status means: its outcome, its words, its look, and whether it is the end.
 * SageMaker may add statuses; one that is not in the tables is shown as it came.
 * Source: DescribeTrainingJob, TrainingJobStatus and SecondaryStatus.
 */
import { type TrainingJob } from './training-job';
import { keysOf } from './keyed';

export type Outcome =
  | 'starting'
  | 'downloading'
  | 'training'
  | 'interrupted'
  | 'uploading'
  | 'stopping'
  | 'completed'
  | 'failed'
  | 'stopped'
  | 'max-runtime-exceeded'
  | 'max-wait-exceeded'
  | 'deleting'
  | 'unknown';

export type Indicator = 'success' | 'error' | 'warning' | 'in-progress' | 'pending' | 'stopped' | 'info';

export interface StatusDescription {
  outcome: Outcome;
  /** For the reader; the raw status where it is not one we know. */
  label: string;
  indicator: Indicator;
  terminal: boolean;
}

type KnownOutcome = Exclude<Outcome, 'unknown'>;

const DESCRIPTIONS: Record<KnownOutcome, Omit<StatusDescription, 'outcome'>> = {
  starting: { label: 'Starting', indicator: 'pending', terminal: false },
  downloading: { label: 'Downloading', indicator: 'in-progress', terminal: false },
  training: { label: 'Training', indicator: 'in-progress', terminal: false },
  interrupted: { label: 'Interrupted, waiting for capacity', indicator: 'pending', terminal: false },
  uploading: { label: 'Uploading', indicator: 'in-progress', terminal: false },
  stopping: { label: 'Stopping', indicator: 'in-progress', terminal: false },
  deleting: { label: 'Deleting', indicator: 'in-progress', terminal: false },
  completed: { label: 'Completed', indicator: 'success', terminal: true },
  failed: { label: 'Failed', indicator: 'error', terminal: true },
  stopped: { label: 'Stopped', indicator: 'stopped', terminal: true },
  'max-runtime-exceeded': { label: 'Max runtime exceeded', indicator: 'info', terminal: true },
  'max-wait-exceeded': { label: 'Max wait time exceeded', indicator: 'warning', terminal: true },
};

/** Every known secondary status, the retired ones too, since old jobs are still described with them. */
const BY_SECONDARY: ReadonlyMap<string, KnownOutcome> = new Map([
  ['Starting', 'starting'],
  ['Pending', 'starting'],
  ['Restarting', 'starting'],
  ['LaunchingMLInstances', 'starting'],
  ['PreparingTrainingStack', 'starting'],
  ['Downloading', 'downloading'],
  ['DownloadingTrainingImage', 'downloading'],
  ['Training', 'training'],
  ['Updating', 'training'],
  ['Interrupted', 'interrupted'],
  ['Uploading', 'uploading'],
  ['Stopping', 'stopping'],
  ['Completed', 'completed'],
  ['Failed', 'failed'],
  ['Stopped', 'stopped'],
  ['MaxRuntimeExceeded', 'max-runtime-exceeded'],
  ['MaxWaitTimeExceeded', 'max-wait-exceeded'],
]);

/** What a primary status says by itself; InProgress says nothing without its secondary status. */
const BY_PRIMARY: ReadonlyMap<string, KnownOutcome> = new Map([
  ['Completed', 'completed'],
  ['Failed', 'failed'],
  ['Stopped', 'stopped'],
  ['Stopping', 'stopping'],
  ['Deleting', 'deleting'],
]);

/** Labels of the statuses that share an outcome with another one. */
const LABELS: ReadonlyMap<string, string> = new Map([
  ['Pending', 'Pending'],
  ['Restarting', 'Restarting'],
  ['Updating', 'Updating'],
  ['LaunchingMLInstances', 'Launching instances'],
  ['PreparingTrainingStack', 'Preparing instances'],
  ['DownloadingTrainingImage', 'Downloading the training image'],
]);

/** What a job's pair of statuses means. The primary status decides, the secondary one says more. */
export const describeStatus = (job: Pick<TrainingJob, 'status' | 'secondaryStatus'>): StatusDescription => {
  const primary = BY_PRIMARY.get(job.status);
  const secondary = BY_SECONDARY.get(job.secondaryStatus);
  if (primary === undefined) {
    if (job.status === 'InProgress' && secondary !== undefined && !DESCRIPTIONS[secondary].terminal) {
      return describeSecondary(job.secondaryStatus, secondary);
    }
    return { outcome: 'unknown', label: rawLabel(job), indicator: 'info', terminal: false };
  }
  if (primary === 'stopped' && secondary !== undefined && STOPPED_BECAUSE.has(secondary)) {
    return describeSecondary(job.secondaryStatus, secondary);
  }
  const description = { outcome: primary, ...DESCRIPTIONS[primary] };
  return secondary === undefined && job.secondaryStatus !== '' && job.secondaryStatus !== job.status
    ? { ...description, label: `${description.label} (${job.secondaryStatus})` }
    : description;
};

const STOPPED_BECAUSE: ReadonlySet<KnownOutcome> = new Set(['max-runtime-exceeded', 'max-wait-exceeded']);

/** What a transition's status means; `unknown` for one that is not in the table. */
export const outcomeOf = (secondaryStatus: string): Outcome => BY_SECONDARY.get(secondaryStatus) ?? 'unknown';

/** The words for a transition's status; the raw status where it is not one we know. */
export const labelOf = (secondaryStatus: string): string => {
  const outcome = BY_SECONDARY.get(secondaryStatus);
  return outcome === undefined ? secondaryStatus : describeSecondary(secondaryStatus, outcome).label;
};

/** Whether a job in this TrainingJobStatus has ended for good. */
export const isTerminal = (status: string): boolean => {
  const outcome = BY_PRIMARY.get(status);
  return outcome !== undefined && DESCRIPTIONS[outcome].terminal;
};

/** Every outcome that ends a job. */
export const TERMINAL_OUTCOMES: readonly Outcome[] = keysOf(DESCRIPTIONS).filter(
  (outcome) => DESCRIPTIONS[outcome].terminal,
);

const describeSecondary = (secondaryStatus: string, outcome: KnownOutcome): StatusDescription => {
  const description = DESCRIPTIONS[outcome];
  return { outcome, ...description, label: LABELS.get(secondaryStatus) ?? description.label };
};

const rawLabel = ({ status, secondaryStatus }: Pick<TrainingJob, 'status' | 'secondaryStatus'>) =>
  secondaryStatus === '' || secondaryStatus === status ? status : `${status}: ${secondaryStatus}`;
