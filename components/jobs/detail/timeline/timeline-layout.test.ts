import { describe, expect, it } from 'vitest';
import { type EpochModel } from '@/lib/training-log/model';
import { type Attempt } from '@/lib/training/attempts';
import { noReading } from '@/lib/training/position';
import { sampleModel, sampleSeries } from '@/testing/training/sample-reading';
import { type TimelineSegment } from '@/lib/training/timeline';
import { layoutTimeline } from './timeline-layout';

const segments: TimelineSegment[] = [
  { kind: 'starting', label: 'Starting', attempt: 1, startedAt: 0, endedAt: 10_000 },
  { kind: 'training', label: 'Training', attempt: 1, startedAt: 10_000, endedAt: 50_000 },
  { kind: 'interrupted', label: 'Interrupted', attempt: 1, startedAt: 50_000, endedAt: 60_000 },
  { kind: 'training', label: 'Training', attempt: 2, startedAt: 60_000 },
];
const attempts: Attempt[] = [
  { number: 1, startedAt: 10_000, endedAt: 50_000, end: 'interrupted', phases: [] },
  { number: 2, startedAt: 60_000, end: 'running', phases: [] },
];
const epoch = (number: number, startedAt: number, endedAt?: number): EpochModel => ({
  number,
  done: endedAt !== undefined,
  metrics: {},
  startedAt,
  ...(endedAt !== undefined && { endedAt }),
  firstLine: 0,
  line: 0,
});
const model = sampleModel(
  [
    { attempt: 1, series: [{ ...sampleSeries({}), epochs: [epoch(1, 10_000, 30_000), epoch(2, 30_000)] }] },
    { attempt: 2, series: [{ ...sampleSeries({}), epochs: [epoch(2, 60_000, 80_000), epoch(3, 80_000)] }] },
  ],
  [{ attempt: 2, at: 1 }],
);

describe('the bar of a job', () => {
  const layout = layoutTimeline(segments, attempts, model, 100_000);

  it('gives each part its share, and lets what runs grow to now', () => {
    expect(layout.segments.map(({ left, width }) => [left, width])).toEqual([
      [0, 10],
      [10, 40],
      [50, 10],
      [60, 40],
    ]);
    expect(layout.segments.at(-1)).toMatchObject({ running: true, seconds: 40 });
    expect(layout.attempts.map(({ left, width }) => [left, width])).toEqual([
      [10, 40],
      [60, 40],
    ]);
  });

  it('ends an unfinished epoch with its attempt, and fades the one that was trained again', () => {
    expect(
      layout.epochs.map(({ epoch, left, width, superseded }) => [epoch, left, width, superseded]),
    ).toEqual([
      [1, 10, 20, false],
      [2, 30, 20, true],
      [2, 60, 20, false],
      [3, 80, 20, false],
    ]);
  });

  it('does not strike out an epoch of which a part was kept', () => {
    const within = { ...model, resumes: model.resumes.map((resume) => ({ ...resume, at: 1.4 })) };
    const { epochs } = layoutTimeline(segments, attempts, within, 100_000);
    expect(epochs.map(({ superseded }) => superseded)).toEqual([false, false, false, false]);
  });

  it('sums the time of each kind over all attempts', () => {
    expect(layout.totals).toEqual([
      { kind: 'waiting', seconds: 10 },
      { kind: 'training', seconds: 80 },
      { kind: 'interrupted', seconds: 10 },
    ]);
  });

  it('sets its ticks from the start of the job', () => {
    expect(layout.ticks.slice(0, 2)).toEqual([
      { seconds: 0, left: 0 },
      { seconds: 30, left: 30 },
    ]);
  });

  it('stands for a job that has just been created', () => {
    const fresh = layoutTimeline([{ ...segments[0]!, endedAt: undefined }], [], noReading, 0);
    expect(fresh.segments[0]).toMatchObject({ left: 0, width: 0, running: true });
  });
});
