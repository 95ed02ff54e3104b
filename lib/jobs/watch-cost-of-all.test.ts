/** What watching several backends on one page costs, in calls: each costs what it costs alone, and viewers nothing. */
import { expect, test, vi } from 'vitest';
import { createManualClock } from '../../testing/dashboard/manual-clock';
import { createWatchedBackend } from '../../testing/dashboard/watched-backend';
import { catalogDatabase } from '../backfill/job-catalog';
import { noFilters } from '../training/job-filters';
import { type JobPage, type JobQuery } from '../training/job-list';
import { watchAllJobs } from './follow-all-jobs';

// Minutes of many jobs are played, which takes a busy machine a while.
vi.setConfig({ testTimeout: 120_000 });

const start = 1_790_000_000_000;
const minuteMs = 60_000;
const query: JobQuery = {
  filters: noFilters,
  sort: { by: 'name', descending: false },
  page: 1,
  pageSize: 100,
};
let account = 0;

/** One page of so many backends, each with so many running jobs, seen by so many viewers, for two minutes. */
const watchAll = async (backends: number, running: number, viewers: number) => {
  const clock = createManualClock(start + minuteMs);
  account += 1;
  const watched = new Map(
    Array.from({ length: backends }, (_, index) => {
      const slug = `eu-west-1~p${index}`;
      const scope = { backend: slug, account: String(account) };
      return [slug, createWatchedBackend({ clock, database: catalogDatabase(), scope, running, start })];
    }),
  );
  let page: JobPage | undefined;
  const open = async (slug: string, _query: JobQuery, onChange: () => void) => {
    const backend = watched.get(slug)!;
    const { show, leave } = backend.view();
    const unsubscribe = backend.catalog.subscribe(onChange);
    return {
      ...{ catalog: backend.catalog, wantPrices: () => {}, show },
      end: () => {
        unsubscribe();
        leave();
      },
    };
  };
  const ends = Array.from({ length: viewers }, () =>
    watchAllJobs([...watched.keys()], query, clock, (shown) => (page = shown), open),
  );
  const calls = () => [...watched.values()].map((backend) => backend.calls());
  const perMinute: number[][] = [];
  for (let minute = 0; minute < 2; minute += 1) {
    const before = calls();
    for (let epoch = 0; epoch < 2; epoch += 1) {
      for (const backend of watched.values()) backend.print(`Epoch ${minute * 2 + epoch + 1}/99 - loss: 0.5`);
      await clock.advance(minuteMs / 2);
    }
    perMinute.push(calls().map((count, index) => count - (before[index] ?? 0)));
  }
  for (const end of ends) end();
  // A list that is left is kept in step for half a minute more, as its reader may come back.
  await clock.advance(2 * minuteMs);
  const left = calls();
  await clock.advance(10 * minuteMs);
  const after = calls().map((count, index) => count - (left[index] ?? 0));
  for (const backend of watched.values())
    await Promise.all([backend.catalog.sync.stop(), clock.advance(minuteMs)]);
  return { perMinute, page, after };
};

test('each of ten backends costs what one costs alone, and all of their running jobs are followed', async () => {
  const alone = await watchAll(1, 5, 1);
  const { perMinute, page } = await watchAll(10, 5, 1);
  expect(perMinute).toEqual(alone.perMinute.map(([count]) => Array.from({ length: 10 }, () => count)));
  expect(Math.max(...perMinute.flat())).toBeLessThanOrEqual(60);
  expect(page?.total).toBe(50);
  expect(new Set(page?.rows.map(({ position, of }) => `${position} of ${of}`))).toEqual(new Set(['4 of 99']));
});

test.each([1, 10])(
  'a hundred viewers of %i backends cost what one does, and nothing a while after they left',
  async (backends) => {
    const one = await watchAll(backends, 2, 1);
    const hundred = await watchAll(backends, 2, 100);
    expect(hundred.perMinute).toEqual(one.perMinute);
    expect(Math.max(...hundred.after)).toBe(0);
  },
);
