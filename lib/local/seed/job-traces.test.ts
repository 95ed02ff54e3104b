import { describe, expect, it } from 'vitest';
import { readTrainingLog } from '../../training-log/reader';
import { generateLives } from './generate-jobs';
import { tracesOf } from './job-traces';

const lives = [...generateLives({ count: 1_000, seed: 3, days: 20, until: Date.UTC(2026, 10, 20) })];
const traced = lives.map((life) => ({ ...life, ...tracesOf(life) }));

/** As the dashboard reads it. */
const readingOf = ({ logs }: (typeof traced)[number]) =>
  readTrainingLog(
    logs.flatMap(({ events }, index) =>
      events.map(({ timestamp, message }, line) => ({
        ...{ sequence: index * 10_000 + line, at: timestamp, attempt: index + 1, host: 'algo-1', message },
      })),
    ),
  );

describe('the log of a generated job', () => {
  it('is within its training, and in order', () => {
    for (const { job, logs } of traced) {
      const times = logs.flatMap(({ events }) => events.map(({ timestamp }) => timestamp));
      expect(times, job.name).toEqual(times.toSorted((a, b) => a - b));
      if (times.length === 0) continue;
      expect(times[0]).toBeGreaterThanOrEqual(job.creationTime);
      expect(times.at(-1)).toBeLessThanOrEqual(job.lastModifiedTime);
      expect(new Set(logs.map(({ stream }) => stream)).size, 'a stream each').toBe(logs.length);
    }
  });

  it('is read as the record tells it: epochs, metrics, and where it resumed', () => {
    const completed = traced.filter(({ job }) => job.status === 'Completed');
    expect(completed.length).toBeGreaterThan(500);
    for (const one of completed.slice(0, 200)) {
      const { job, work } = one;
      const { attempts } = readingOf(one);
      const last = attempts.at(-1)!;
      expect(last.reached, job.name).toBe(work.epochs);
      const final = last.series[0]?.epochs.at(-1)?.metrics ?? {};
      expect(Object.keys(final).length, job.name).toBe(job.finalMetrics.length);
    }
    const resumed = traced.filter(({ spans }) => spans.some(({ done }) => done > 0));
    expect(resumed.length).toBeGreaterThan(20);
    for (const one of resumed.slice(0, 50)) {
      const index = one.spans.findIndex(({ done }) => done > 0);
      const first = Math.round(one.spans[index]!.done / one.epochMs);
      const reading = readingOf(one);
      const next = reading.attempts[index]?.series[0]?.epochs[0];
      if (next) expect(next.number, one.job.name).toBe(first + 1);
    }
  });

  it('ends with what the failure quotes', () => {
    const failed = traced.filter(
      ({ job, logs }) => /ErrorMessage "Traceback/.test(job.failureReason ?? '') && logs.length,
    );
    expect(failed.length).toBeGreaterThan(5);
    for (const { job, logs } of failed)
      expect(job.failureReason).toContain(logs.at(-1)!.events.at(-1)!.message);
  });

  it('checkpoints are the last that it says to have saved, where the job keeps them', () => {
    const keeping = traced.filter(({ checkpoints }) => checkpoints.length > 0);
    expect(keeping.length).toBeGreaterThan(100);
    for (const { job, bucket, checkpoints, logs } of keeping) {
      expect(checkpoints.length).toBeLessThanOrEqual(3);
      const said = logs.flatMap(({ events }) => events.map(({ message }) => message)).join('\n');
      for (const { key } of checkpoints) {
        expect(`s3://${bucket}/${key}`).toContain(`${job.request.CheckpointConfig!.S3Uri}/`);
        expect(said).toContain(`Saved checkpoint /opt/ml/checkpoints/${key.split('/').at(-1)}`);
      }
    }
  });
});
