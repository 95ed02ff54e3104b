/** Builds what a log says, for tests: only what a test is about need be given. */
import {
  type AttemptModel,
  type Counting,
  type EpochModel,
  type PointModel,
  type ResumeModel,
  type SeriesModel,
  type TrainingModel,
} from '../../lib/training-log/model';
import { after } from './read-sample';

/** Seconds after the sample jobs' beginning; without an end the epoch is not done. */
export interface SampleEpoch {
  number: number;
  from: number;
  to?: number;
  of?: number;
  metrics?: Record<string, number>;
}

export interface SampleAttempt {
  attempt: number;
  epochs?: readonly SampleEpoch[];
  points?: readonly { position: number; at: number; metrics?: Record<string, number>; line?: number }[];
  /** 1 by default. */
  base?: number;
  from?: number;
  reached?: number;
  planned?: number;
  series?: SeriesModel[];
}

export const sampleModel = (
  attempts: readonly SampleAttempt[],
  resumes: readonly (Partial<ResumeModel> & { attempt: number })[] = [],
  counts: Counting = 'epoch',
): TrainingModel => ({
  counts,
  attempts: attempts.map((attempt) => sampleAttempt(attempt, counts)),
  resumes: resumes.map((resume) => ({
    verdict: 'resumed',
    how: 'numbers',
    fromSaid: resume.from !== undefined,
    evidence: [],
    wouldTell: [],
    ...resume,
  })),
});

export const sampleSeries = (
  { epochs = [], points, base = 1, from, reached, planned }: Omit<SampleAttempt, 'attempt' | 'series'>,
  counts: Counting = 'epoch',
): SeriesModel => {
  const models = epochs.map(sampleEpoch);
  const done = models.filter((epoch) => epoch.done);
  const start = from ?? (models[0]?.number ?? base) - base;
  return {
    number: 1,
    counts,
    discarded: false,
    from: start,
    reached:
      reached ??
      Math.max(
        start,
        ...done.map(({ number }) => number - base + 1),
        ...(points ?? []).map(({ position }) => position),
      ),
    ...(planned !== undefined && { planned }),
    base,
    shift: 0,
    epochs: models,
    points:
      points?.map(({ position, at, metrics = {}, line = 0 }): PointModel => ({
        position,
        metrics,
        at: after(at),
        line,
      })) ??
      done.map(({ number, metrics, endedAt = 0, line }) => ({
        position: number - base + 1,
        metrics,
        at: endedAt,
        line,
      })),
    evaluations: [],
  };
};

const sampleAttempt = (sample: SampleAttempt, counts: Counting): AttemptModel => {
  const series = sample.series ?? [sampleSeries(sample, counts)];
  const last = series.at(-1);
  const planned = sample.planned ?? sample.epochs?.findLast(({ of }) => of !== undefined)?.of;
  const times = [
    ...(sample.epochs ?? []).flatMap(({ from, to = from }) => [from, to]),
    ...(sample.points ?? []).map(({ at }) => at),
  ];
  return {
    attempt: sample.attempt,
    series,
    ...(last && { reached: last.reached }),
    ...(planned !== undefined && { planned }),
    saved: [],
    ranks: [],
    startedAt: after(times.length > 0 ? Math.min(...times) : 0),
    lastAt: after(times.length > 0 ? Math.max(...times) : 0),
  };
};

const sampleEpoch = ({ number, from, to, of, metrics }: SampleEpoch): EpochModel => ({
  number,
  done: to !== undefined,
  ...(of !== undefined && { of }),
  metrics: metrics ?? (to === undefined ? {} : { loss: 1 / Math.max(1, number) }),
  startedAt: after(from),
  ...(to !== undefined && { endedAt: after(to) }),
  firstLine: number * 10,
  line: number * 10 + 1,
});

/** `attempt/epoch` of every epoch that the log named, in order. */
export const epochsRead = ({ attempts }: TrainingModel): string[] =>
  attempts.flatMap(({ attempt, series }) =>
    series.flatMap(({ epochs }) => epochs.map(({ number }) => `${attempt}/${number}`)),
  );
