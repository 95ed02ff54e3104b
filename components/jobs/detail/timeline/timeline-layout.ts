/** Where each part of a job's life stands on a bar, in percent of its width. */
import { type Attempt } from '@/lib/training/attempts';
import { type EpochModel, type TrainingModel } from '@/lib/training-log/model';
import { samePosition } from '@/lib/training/position';
import { type TimelineSegment } from '@/lib/training/timeline';
import { secondTicks } from '@/components/charts/nice-ticks';

export interface Extent {
  left: number;
  width: number;
}

export interface TimelineLayout {
  /** Ms since the epoch, of the bar's ends. */
  start: number;
  end: number;
  segments: (TimelineSegment & Extent & { seconds: number; running: boolean })[];
  attempts: (Extent & { number: number; end: Attempt['end'] })[];
  epochs: (Extent & { epoch: number; attempt: number; superseded: boolean })[];
  ticks: { left: number; seconds: number }[];
  totals: { kind: TimelineSegment['kind']; seconds: number }[];
}

/** A job of more epochs than this shows none on its bar: they would be thinner than a pixel. */
const MAX_EPOCHS = 150;

/** @param now ms since the epoch; the end of what has not ended */
export const layoutTimeline = (
  segments: readonly TimelineSegment[],
  attempts: readonly Attempt[],
  reading: TrainingModel,
  now: number,
): TimelineLayout => {
  const start = segments[0]?.startedAt ?? now;
  const end = Math.max(start + 1000, ...segments.map((segment) => segment.endedAt ?? now));
  const extent = (from: number, to: number): Extent => ({
    left: (100 * (from - start)) / (end - start),
    width: (100 * Math.max(0, to - from)) / (end - start),
  });
  const records = epochsOf(reading);
  const totals = new Map<TimelineSegment['kind'], number>();
  for (const segment of segments) {
    const seconds = secondsOf(segment, now);
    // The first wait for capacity is one like any later one.
    const kind = segment.kind === 'starting' ? 'waiting' : segment.kind;
    totals.set(kind, (totals.get(kind) ?? 0) + seconds);
  }
  return {
    start,
    end,
    segments: segments.map((segment) => ({
      ...segment,
      ...extent(segment.startedAt, segment.endedAt ?? now),
      seconds: secondsOf(segment, now),
      running: segment.endedAt === undefined,
    })),
    attempts: attempts.map((attempt) => ({
      number: attempt.number,
      end: attempt.end,
      ...extent(attempt.startedAt, attempt.endedAt ?? now),
    })),
    epochs:
      records.length > MAX_EPOCHS
        ? []
        : records.map((record, index) => ({
            epoch: record.number,
            attempt: record.attempt,
            superseded: record.superseded,
            ...extent(record.startedAt, epochEnd(record, records[index + 1], attempts, now)),
          })),
    ticks: secondTicks([0, (end - start) / 1000], 6).map((seconds) => ({
      seconds,
      left: (100_000 * seconds) / (end - start),
    })),
    totals: [...totals].map(([kind, seconds]) => ({ kind, seconds })),
  };
};

const secondsOf = (segment: TimelineSegment, now: number) =>
  Math.max(0, (segment.endedAt ?? now) - segment.startedAt) / 1000;

interface DrawnEpoch extends EpochModel {
  attempt: number;
  superseded: boolean;
}

/** A later attempt that took up before an epoch began trained the whole of it again. */
const epochsOf = ({ attempts, resumes }: TrainingModel): DrawnEpoch[] =>
  attempts.flatMap(({ attempt, series }) =>
    series.flatMap(({ epochs, base, discarded }) =>
      epochs.map((epoch) => ({
        ...epoch,
        attempt,
        superseded:
          discarded ||
          resumes.some(
            (resume) =>
              resume.attempt > attempt &&
              resume.at !== undefined &&
              epoch.number - base >= resume.at - samePosition,
          ),
      })),
    ),
  );

/** An epoch without an end ends with the next one; none outlives its attempt, though its line may come late. */
const epochEnd = (
  record: DrawnEpoch,
  next: DrawnEpoch | undefined,
  attempts: readonly Attempt[],
  now: number,
) =>
  Math.min(
    record.endedAt ?? (next?.attempt === record.attempt ? next.startedAt : undefined) ?? now,
    attempts.find(({ number }) => number === record.attempt)?.endedAt ?? now,
  );
