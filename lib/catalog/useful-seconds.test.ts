import { expect, test } from 'vitest';
import { attemptsOf } from '../training/attempts';
import { billedTimeOf, jobMoneyOf } from '../training/money/job-money';
import { usefulTimeOf } from '../training/money/useful-time';
import { lostWorkOf } from '../training/report/lost-work';
import { after } from '@/testing/training/read-sample';
import { sampleModel } from '@/testing/training/sample-reading';
import { type TrainingJob } from '../training/training-job';
import { openCatalogDatabase } from './catalog-database';
import { generateJobs } from '@/testing/dashboard/generate-jobs';
import { createPriceStore } from './price-store';
import { createJobStore, type Backfill } from './job-store';

const scope = { backend: 'local', account: '0' };

const rowsOf = (database: ReturnType<typeof openCatalogDatabase>) =>
  new Map(
    database
      .all('SELECT name, useful_seconds, at_most, saved_share, cost_usd, saved_usd FROM job')
      .map((row) => [String(row.name), row]),
  );

/** A log of a job that was interrupted: its second attempt took up where the first was one epoch before. */
const backfillOf = (job: TrainingJob, told: boolean): Backfill => {
  const attempts = attemptsOf(job, job.createdAt);
  const seconds = (at: number | undefined) => ((at ?? job.createdAt) - after(0)) / 1000;
  return {
    metrics: [],
    reading: sampleModel(
      attempts.map(({ number, containerStartedAt }) => ({
        attempt: number,
        epochs: [{ number, from: seconds(containerStartedAt), to: seconds(containerStartedAt) + 1 }],
      })),
      attempts.slice(1).map(({ number }) => ({
        attempt: number,
        ...(told ? { at: number - 1, lost: 0 } : { verdict: 'cannot-tell', how: 'unknown' }),
      })),
    ),
  };
};

const expectClose = (value: unknown, expected: number | undefined, name: string) => {
  if (expected === undefined) expect(value, name).toBeNull();
  else expect(value, name).toBeCloseTo(expected, 9);
};

test('what SQL holds of each job is what the domain works out, before its log was read and after', () => {
  const jobs = [...generateJobs(400, { seed: 8, running: 5 })];
  const database = openCatalogDatabase(':memory:');
  const store = createJobStore(database, scope);
  const types = [...new Set(jobs.flatMap(({ instanceType }) => instanceType ?? []))];
  expect(types.length).toBeGreaterThan(3);
  const prices = new Map<string, number>();
  const setPrice = (instanceType: string, usdPerHour: number | undefined) => {
    if (usdPerHour === undefined) prices.delete(instanceType);
    else prices.set(instanceType, usdPerHour);
    const price = usdPerHour && { instanceType, region: 'us-east-1', usdPerHour, source: 'entered' };
    createPriceStore(database, scope).save({
      instanceType,
      ...(price && { price }),
      byHand: true,
      readAt: 0,
    });
  };
  // Of jobs that come after their price, and of jobs that are there before it.
  setPrice(types[0]!, 1.25);
  store.storeJobs(jobs, 0, 'search');
  setPrice(types[1]!, 0.3);
  const check = (backfill: (job: TrainingJob, index: number) => Backfill | undefined) => {
    const rows = rowsOf(database);
    let lossy = 0;
    jobs.forEach((job, index) => {
      const row = rows.get(job.name)!;
      if (job.status === 'InProgress') return expect(row.useful_seconds).toBeNull();
      const known = backfill(job, index);
      const lost = known && lostWorkOf(attemptsOf(job, job.createdAt), known.reading);
      const useful = usefulTimeOf(job, 0, lost)!;
      lossy += useful.lostSeconds > 0 ? 1 : 0;
      expect(row.useful_seconds, job.name).toBe(useful.seconds);
      expect(row.at_most === 1, job.name).toBe(!useful.exact);
      const usdPerHour = prices.get(job.instanceType ?? '');
      const { savedShare, usdPaid, usdSaved } = jobMoneyOf(billedTimeOf(job, useful), usdPerHour);
      expectClose(row.cost_usd, usdPaid, job.name);
      expectClose(row.saved_usd, usdSaved, job.name);
      if (savedShare === undefined) expect(row.saved_share, job.name).toBeNull();
      else expect(row.saved_share, job.name).toBeCloseTo(savedShare, 12);
    });
    return lossy;
  };
  expect(check(() => undefined)).toBe(0);

  setPrice(types[0]!, 2.5);
  setPrice(types[1]!, undefined);
  expect(check(() => undefined)).toBe(0);

  const isRead = (index: number) => index % 3 !== 2;
  const backfill = (job: TrainingJob, index: number) =>
    isRead(index) ? backfillOf(job, index % 3 === 0) : undefined;
  // As a catalog that is built again finds what was backfilled before it.
  jobs.forEach((job, index) => {
    const known = backfill(job, index);
    if (job.status === 'InProgress' || known === undefined) return;
    store.recordBackfill(job, known);
  });
  for (const table of ['job_tag', 'job_document', 'job']) database.run(`DELETE FROM ${table}`);
  store.storeJobs(jobs, 0, 'search');
  expect(check(backfill)).toBeGreaterThan(10);
});
