/** Tells a job's story in a sentence or two, so that nobody has to read a log to know what happened. */
import { type Attempt } from '@/lib/training/attempts';
import { type EpochRecord } from '@/lib/training/epochs';
import { type ResumePoint } from '@/lib/training/epoch-series';
import { formatDuration } from '@/lib/training/format';
import { type describeStatus } from '@/lib/training/status';
import { type TimelineSegment } from '@/lib/training/timeline';
import { type TrainingJob } from '@/lib/training/training-job';

export interface Story {
  job: TrainingJob;
  status: ReturnType<typeof describeStatus>;
  attempts: readonly Attempt[];
  timeline: readonly TimelineSegment[];
  records: readonly EpochRecord[];
  resumePoints: readonly ResumePoint[];
  /** Epochs trained more than once. */
  recomputed: number;
  progress: { epoch?: number; of?: number };
  /** Ms since the epoch. */
  now: number;
}

export const whatHappened = (story: Story): { headline: string; interruptions?: string } => {
  const interruptions = interruptionSentence(story);
  return { headline: headline(story), ...(interruptions !== undefined && { interruptions }) };
};

const headline = (story: Story): string => {
  const { job, status, progress } = story;
  const reached = progress.epoch === undefined ? '' : ` at epoch ${epochOf(progress)}`;
  switch (status.outcome) {
    case 'starting':
      return story.attempts.length > 1 ? 'Starting again on a new instance.' : 'Waiting for an instance.';
    case 'downloading':
      return story.attempts.length > 1
        ? 'On a new instance, downloading the input data and the checkpoints.'
        : 'Downloading the input data.';
    case 'training':
      return progress.epoch === undefined
        ? 'Training; the log has named no epoch yet.'
        : `Training epoch ${epochOf(progress)}.`;
    case 'interrupted':
      return `Interrupted${reached}, waiting for spot capacity.`;
    case 'uploading':
      return 'Training has ended, uploading the model.';
    case 'stopping':
      return `Stopping${reached}.`;
    case 'completed':
      return `Completed ${progress.epoch === undefined ? '' : `${epochCount(story)} `}in ${elapsed(story)}.`;
    case 'failed':
      return `Failed${reached} after ${elapsed(story)}.`;
    case 'stopped':
      return `Stopped on request${reached} after ${elapsed(story)}.`;
    case 'max-runtime-exceeded':
      return `Ran out of max run${limit(job.maxRuntimeSeconds)}${reached}: ended before it was done.`;
    case 'max-wait-exceeded':
      return job.trainingStartedAt === undefined
        ? `Ran out of max wait${limit(job.maxWaitSeconds)} without ever getting an instance.`
        : `Ran out of max wait${limit(job.maxWaitSeconds)}${reached}: ended before it was done.`;
    default:
      return `${status.label}.`;
  }
};

const interruptionSentence = (story: Story): string | undefined => {
  const interrupted = story.attempts.filter((attempt) => attempt.end === 'interrupted');
  if (interrupted.length === 0) return undefined;
  const epochs = interrupted.flatMap((attempt) => lastEpoch(story.records, attempt.number) ?? []);
  const times = ['once', 'twice'][interrupted.length - 1] ?? `${interrupted.length} times`;
  const waited = story.timeline
    .filter((segment) => segment.kind === 'interrupted' || segment.kind === 'waiting')
    .reduce((sum, segment) => sum + ((segment.endedAt ?? story.now) - segment.startedAt) / 1000, 0);
  const parts = [
    `Interrupted ${times}${epochs.length > 0 ? ` at ${epochList(epochs)}` : ''}`,
    ...(waited > 0 ? [`waited ${formatDuration(waited)}`] : []),
    ...resumption(story.resumePoints),
  ];
  if (story.resumePoints.length > 0) {
    parts.push(`${story.recomputed === 0 ? 'no' : story.recomputed} ${plural(story.recomputed)} recomputed`);
  }
  return `${parts.join('; ')}.`;
};

const resumption = (points: readonly ResumePoint[]): string[] => {
  const [only, ...more] = points;
  if (!only) return [];
  if (more.length > 0) return [`resumed at ${epochList(points.map((point) => point.epoch))}`];
  if (only.resumed === 'from-scratch') return [`started from scratch at epoch ${only.epoch}`];
  return [`resumed at epoch ${only.epoch}${only.checkpoint === undefined ? '' : ` from ${only.checkpoint}`}`];
};

const lastEpoch = (records: readonly EpochRecord[], attempt: number): number | undefined => {
  const own = records.filter((record) => record.attempt === attempt).map((record) => record.epoch);
  return own.length > 0 ? Math.max(...own) : undefined;
};

const epochOf = ({ epoch, of }: { epoch?: number; of?: number }) =>
  of === undefined ? `${epoch}` : `${epoch} of ${of}`;

const epochCount = ({ records, progress }: Story) => {
  const trained = new Set(records.map((record) => record.epoch)).size;
  const first = records.length > 0 ? Math.min(...records.map((record) => record.epoch)) : 1;
  // A job that went on from another job's checkpoint did not train the epochs before its first.
  return first > 1
    ? `epochs ${first} to ${progress.epoch}`
    : `${trained} ${trained === 1 ? 'epoch' : 'epochs'}`;
};

const epochList = (epochs: readonly number[]) =>
  epochs.length === 1
    ? `epoch ${epochs[0]}`
    : `epochs ${epochs.slice(0, -1).join(', ')} and ${epochs.at(-1)}`;

const plural = (count: number) => (count <= 1 ? 'epoch' : 'epochs');

const limit = (seconds: number | undefined) => (seconds === undefined ? '' : ` (${formatDuration(seconds)})`);

const elapsed = ({ job, now }: Story) =>
  formatDuration(((job.trainingEndedAt ?? now) - (job.trainingStartedAt ?? job.createdAt)) / 1000);
