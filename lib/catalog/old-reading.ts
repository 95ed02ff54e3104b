/**
 * Reads what was backfilled of a job, also by the reader of before, who took any line of an epoch for its end. What that
 * one said is kept where the log is gone, marked as an old reading, and its verdicts are not believed.
 */
import { type AttemptModel, type ResumeModel, type TrainingModel } from '../training-log/model';
import { noReading } from '../training/position';
import { type Backfill } from './job-store';

interface OldEpoch {
  attempt: number;
  epoch: number;
  of?: number;
  metrics: Record<string, number>;
  startedAt: number;
  endedAt?: number;
}

interface OldDocument {
  epochs?: OldEpoch[];
  resumeNotices?: { attempt: number; at: number; checkpoint?: string }[];
  epochAxis?: 'epoch' | 'round';
}

/** @param document as it lies in the catalog, of this version or the one before */
export const backfillFrom = (document: Partial<Backfill> & OldDocument): Backfill => {
  const { epochs, resumeNotices, epochAxis, ...rest } = document;
  if (rest.reading !== undefined) return { ...rest, reading: rest.reading, metrics: rest.metrics ?? [] };
  const metrics = rest.metrics ?? [];
  if (epochs === undefined || epochs.length === 0) return { ...rest, reading: noReading, metrics };
  return { ...rest, reading: oldModel({ epochs, resumeNotices, epochAxis }), oldReading: true, metrics };
};

const oldModel = ({ epochs = [], resumeNotices = [], epochAxis = 'epoch' }: OldDocument): TrainingModel => {
  const base = epochAxis === 'round' || epochs.some(({ epoch }) => epoch === 0) ? 0 : 1;
  const numbers = [...new Set(epochs.map(({ attempt }) => attempt))].sort((a, b) => a - b);
  const attempts = numbers.map((number) =>
    oldAttempt(
      number,
      epochs.filter(({ attempt }) => attempt === number),
      epochAxis,
      base,
    ),
  );
  return { counts: epochAxis, attempts, resumes: oldResumes(attempts, resumeNotices) };
};

const oldAttempt = (
  attempt: number,
  records: readonly OldEpoch[],
  counts: 'epoch' | 'round',
  base: number,
): AttemptModel => {
  const ordered = [...records].sort((a, b) => a.epoch - b.epoch);
  const times = ordered.flatMap(({ startedAt, endedAt }) => [startedAt, endedAt ?? startedAt]);
  const from = (ordered[0]?.epoch ?? base) - base;
  const done = ordered.filter(({ endedAt }) => endedAt !== undefined);
  const reached = Math.max(from, ...done.map(({ epoch }) => epoch - base + 1));
  const planned = ordered.findLast(({ of }) => of !== undefined)?.of;
  return {
    attempt,
    series: [
      {
        number: 1,
        counts,
        discarded: false,
        from,
        reached,
        ...(planned !== undefined && { planned }),
        base,
        shift: 0,
        epochs: ordered.map(({ epoch, of, metrics, startedAt, endedAt }) => ({
          number: epoch,
          done: endedAt !== undefined,
          ...(of !== undefined && { of }),
          metrics,
          startedAt,
          ...(endedAt !== undefined && { endedAt }),
          firstLine: 0,
          line: 0,
        })),
        points: done.map(({ epoch, metrics, endedAt = 0 }) => ({
          position: epoch - base + 1,
          metrics,
          at: endedAt,
          line: 0,
        })),
        evaluations: [],
      },
    ],
    reached,
    ...(planned !== undefined && { planned }),
    saved: [],
    ranks: [],
    startedAt: Math.min(...times),
    lastAt: Math.max(...times),
  };
};

/** Numbers that go on show a resume; numbers that begin again show nothing. */
const oldResumes = (
  attempts: readonly AttemptModel[],
  notices: readonly { attempt: number; checkpoint?: string }[],
): ResumeModel[] =>
  attempts.slice(1).map(({ attempt, series }, index) => {
    const at = series[0]?.from ?? 0;
    const checkpoint = notices.find((notice) => notice.attempt === attempt)?.checkpoint;
    const before = attempts[index]?.reached ?? 0;
    const common = { attempt, fromSaid: checkpoint !== undefined, evidence: [], wouldTell: [] };
    if (at === 0) return { ...common, verdict: 'cannot-tell', how: 'unknown' };
    return {
      ...common,
      verdict: 'resumed',
      at,
      how: 'numbers',
      ...(checkpoint !== undefined && { from: checkpoint }),
      lost: Math.max(0, before - at),
    };
  });
