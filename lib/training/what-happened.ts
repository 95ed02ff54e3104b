/** Tells a job's story in a sentence or two, so that nobody has to read a log to know what happened. */
import { type Attempt } from './attempts';
import { type TrainingModel } from '../training-log/model';
import { failureCause } from './failure-cause';
import { formatDuration } from './format';
import { durationSeconds, jobEndOf, leftRunning } from './job-end';
import { baseOf, countOf, isWhole, reachedNumber, samePosition, unitNames } from './position';
import { type Progress } from './progress';
import { positionLabel } from './resume-points';
import { type describeStatus } from './status';
import { capacityWait, type TimelineSegment } from './timeline';
import { type TrainingJob } from './training-job';

export interface Story {
  job: TrainingJob;
  status: ReturnType<typeof describeStatus>;
  attempts: readonly Attempt[];
  timeline: readonly TimelineSegment[];
  reading: TrainingModel;
  /** Only then an empty reading says that the log counts nothing. */
  isLogRead: boolean;
  progress: Progress;
  /** Ms since the epoch. */
  now: number;
}

export const whatHappened = (story: Story): { headline: string; interruptions?: string } => {
  const interruptions = interruptionSentence(story);
  return { headline: headline(story), ...(interruptions !== undefined && { interruptions }) };
};

const headline = (story: Story): string => {
  const { job, status, progress } = story;
  if (leftRunning(job))
    return `${status.label} when it was last seen; it left the account before its end was seen.`;
  const reached = progress.current === undefined ? '' : ` at ${currentOf(progress)}`;
  switch (status.outcome) {
    case 'starting':
      return `${capacityWait}.`;
    case 'downloading':
      return story.attempts.length > 1
        ? 'On a new instance, downloading the input data and the checkpoints.'
        : 'Downloading the input data.';
    case 'training':
      if (progress.current !== undefined) return `Training ${currentOf(progress)}.`;
      return story.isLogRead ? 'Training; the log has counted nothing yet.' : 'Training.';
    case 'interrupted':
      return `Interrupted${reached}, ${capacityWait.toLowerCase()}.`;
    case 'uploading':
      return 'Training has ended, uploading the model.';
    case 'stopping':
      return `Stopping${reached}.`;
    case 'completed':
      return `Completed${trained(story)}${elapsed('in', story)}.`;
    case 'failed':
      return failed(job, `${reached}${elapsed('after', story)}`);
    case 'stopped':
      return `Stopped on request${reached}${elapsed('after', story)}.`;
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

/** What went wrong comes first; where and when stands behind it. */
const failed = (job: TrainingJob, place: string): string => {
  const cause = failureCause(job.failureReason);
  return cause === undefined
    ? `Failed${place}.`
    : `Failed: ${cause.replace(/\.$/, '')}${place && ` (${place.trim()})`}.`;
};

const interruptionSentence = (story: Story): string | undefined => {
  const interrupted = story.attempts.filter((attempt) => attempt.end === 'interrupted');
  if (interrupted.length === 0) return undefined;
  const places = interrupted.flatMap(({ number }) => reachedIn(story.reading, number) ?? []);
  const times = ['once', 'twice'][interrupted.length - 1] ?? `${interrupted.length} times`;
  const waited = story.timeline
    .filter((segment) => segment.kind === 'interrupted' || segment.kind === 'waiting')
    .reduce((sum, segment) => sum + ((segment.endedAt ?? story.now) - segment.startedAt) / 1000, 0);
  const parts = [
    `Interrupted ${times}${places.length > 0 ? ` at ${listed(places, unitOf(story))}` : ''}`,
    ...(waited > 0 ? [`waited ${formatDuration(waited)}`] : []),
    ...resumption(story.reading),
    ...recomputation(story.reading),
  ];
  return `${parts.join('; ')}.`;
};

const resumption = (reading: TrainingModel): string[] => {
  const { resumes } = reading;
  const [only, ...more] = resumes;
  if (!only) return [];
  if (more.length > 0) {
    const went = resumes.filter(({ verdict, at }) => verdict === 'resumed' && at !== undefined);
    if (went.length === resumes.length)
      return [
        `resumed at ${labels(
          went.map(({ at }) => at ?? 0),
          reading,
        )}`,
      ];
    const [one, many] = ['attempt', 'attempts'];
    const by = (verdict: string, words: string) => {
      const found = resumes.filter((resume) => resume.verdict === verdict).map(({ attempt }) => attempt);
      return found.length === 0 ? [] : [`${found.length === 1 ? one : many} ${joined(found)} ${words}`];
    };
    return [
      ...by('resumed', 'resumed'),
      ...by('from-scratch', 'started from scratch'),
      ...by('nothing-to-resume', 'had nothing to resume'),
      ...by('cannot-tell', 'cannot be told to have resumed'),
    ];
  }
  const from = only.from === undefined ? '' : ` from ${only.from}`;
  switch (only.verdict) {
    case 'from-scratch':
      return [`started from scratch at ${positionLabel(0, reading)}`];
    case 'nothing-to-resume':
      return ['there was nothing to resume'];
    case 'cannot-tell':
      return ['whether it resumed cannot be told'];
    case 'resumed':
      return [`resumed${only.at === undefined ? '' : ` at ${positionLabel(only.at, reading)}`}${from}`];
  }
};

const recomputation = (reading: TrainingModel): string[] => {
  const told = reading.resumes.filter(({ lost }) => lost !== undefined);
  if (told.length === 0 || reading.counts === null) return [];
  const lost = told.reduce((sum, one) => sum + (one.lost ?? 0), 0);
  const amount = lost <= samePosition ? `no ${unitNames[reading.counts].one}` : countOf(lost, reading.counts);
  return [`${told.length < reading.resumes.length ? 'at least ' : ''}${amount} recomputed`];
};

const reachedIn = (reading: TrainingModel, number: number): number | undefined => {
  const attempt = reading.attempts.find((one) => one.attempt === number);
  return attempt && reachedNumber(attempt);
};

const unitOf = ({ reading }: Story) => unitNames[reading.counts ?? 'epoch'];

const currentOf = ({ counts = 'epoch', current, of }: Progress) => {
  const number = current?.toLocaleString('en-US');
  return `${unitNames[counts].one} ${of === undefined ? number : `${number} of ${of.toLocaleString('en-US')}`}`;
};

/** ` 6 epochs`, with its blank; nothing where the log counted nothing. */
const trained = ({ reading, progress }: Story): string => {
  const { position, current, counts } = progress;
  if (position === undefined || counts === undefined) return '';
  const first = reading.attempts[0]?.series[0]?.epochs[0]?.number;
  // A job that went on from another job's checkpoint did not train the epochs before its first.
  if (first !== undefined && first > baseOf(reading) && current !== undefined) {
    return ` ${unitNames[counts].many} ${first} to ${current}`;
  }
  return ` ${countOf(position, counts)}`;
};

const labels = (positions: readonly number[], reading: TrainingModel) =>
  positions.every(isWhole) && reading.counts !== 'step'
    ? listed(
        positions.map((at) => Number(positionLabel(at, reading).split(' ')[1])),
        unitNames[reading.counts ?? 'epoch'],
      )
    : joined(positions.map((at) => positionLabel(at, reading)));

const listed = (numbers: readonly number[], { one, many }: { one: string; many: string }) =>
  `${numbers.length === 1 ? one : many} ${joined(numbers.map((number) => number.toLocaleString('en-US')))}`;

const joined = (items: readonly (string | number)[]) =>
  items.length < 2 ? String(items[0] ?? '') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;

const limit = (seconds: number | undefined) => (seconds === undefined ? '' : ` (${formatDuration(seconds)})`);

/** Of a job that has ended; from its training's start where it had one. */
const elapsed = (word: 'in' | 'after', { job }: Story): string => {
  const end = jobEndOf(job);
  if (end === undefined) return '';
  return ` ${word} ${formatDuration(durationSeconds(job, end))}`;
};
