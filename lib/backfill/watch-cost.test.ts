/** What watching costs, in calls: by a clock that is moved by hand, with the real synchronisation and watchers. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test, vi } from 'vitest';
import { createManualClock } from '../../testing/dashboard/manual-clock';
import { sampleJob, streamName, transition } from '../../testing/dashboard/sample-job';
import { createScriptedSource } from '../../testing/dashboard/scripted-source';
import { createWatchedBackend } from '../../testing/dashboard/watched-backend';
import { openCatalogDatabase } from '../catalog/catalog-database';
import { type JobRow } from '../training/job-columns';
import { hostMetrics } from '../training/host-metrics';
import { noFilters } from '../training/job-filters';
import { createJobWatcher } from '../watch/job-watcher';

// Minutes of a hundred jobs are played, which takes a busy machine a while.
vi.setConfig({ testTimeout: 120_000 });

const start = 1_790_000_000_000;
const minuteMs = 60_000;

/** A job page that is open for `minutes`; its job prints a line every 2 s where it trains. */
const watchJobFor = async (
  minutes: number,
  secondaryStatus: 'Training' | 'Starting',
  hosts = 1,
  viewers = 1,
  isAnnounced = false,
) => {
  const clock = createManualClock(start + minuteMs);
  const isTraining = secondaryStatus === 'Training';
  const source = createScriptedSource(
    sampleJob(start, {
      secondaryStatus,
      instanceCount: hosts,
      ...(isTraining ? {} : { transitions: [transition('Starting', start)] }),
    }),
  );
  const streams = Array.from({ length: hosts }, (_, index) =>
    streamName('mnist-1', start + 10_000, `algo-${index + 1}`),
  );
  if (isTraining) for (const stream of streams) source.streams.set(stream, []);
  const watcher = createJobWatcher({ ...source, isAnnounced: () => isAnnounced }, clock, () => {});
  for (let viewer = 0; viewer < viewers; viewer += 1) watcher.subscribe(() => {});
  for (let second = 0; second < minutes * 60; second += 2) {
    const message = `Epoch ${Math.floor(second / 10) + 1}/999 - loss: 0.5`;
    for (const lines of source.streams.values()) lines.push({ at: clock.now(), message });
    await clock.advance(2_000);
  }
  watcher.close();
  const counts = new Map<string, number>();
  for (const call of source.calls) counts.set(call, (counts.get(call) ?? 0) + 1);
  return { perSecond: source.calls.length / (minutes * 60), counts };
};

/** A list with so many running jobs, seen by so many viewers, for four minutes. */
const watchList = async (running: number, viewers: number) => {
  const clock = createManualClock(start + minuteMs);
  const database = openCatalogDatabase(':memory:');
  const scope = { backend: 'local', account: '1' };
  const watched = createWatchedBackend({ clock, database, scope, running, start });
  const { catalog } = watched;
  const rows = () =>
    catalog.queries.queryJobs({
      ...{ filters: noFilters, sort: { by: 'name' as const, descending: false }, page: 1, pageSize: 100 },
    }).rows;
  let shown: JobRow[] = [];
  catalog.subscribe(() => {
    shown = rows();
  });
  for (let viewer = 0; viewer < viewers; viewer += 1) {
    const { show } = watched.view();
    catalog.subscribe(() => show(shown));
  }
  catalog.announce();
  const perMinute: number[] = [];
  for (let minute = 0; minute < 4; minute += 1) {
    const before = watched.calls();
    for (let epoch = 0; epoch < 2; epoch += 1) {
      watched.print(`Epoch ${minute * 2 + epoch + 1}/99 - loss: 0.5`);
      await clock.advance(minuteMs / 2);
    }
    perMinute.push(watched.calls() - before);
  }
  await Promise.all([catalog.sync.stop(), clock.advance(minuteMs)]);
  return { perMinute, describes: watched.describes(), shown };
};

test.each([1, 30, 100])(
  'a list with %i running jobs costs less than a call a second in all',
  async (running) => {
    const { perMinute, describes, shown } = await watchList(running, 1);
    expect(Math.max(...perMinute)).toBeLessThanOrEqual(60);
    expect(describes).toBe(0);
    expect(shown).toHaveLength(running);
    // Told within the pace at which the logs are read: the last epoch was printed 30 s before.
    expect(shown.map(({ position, of }) => [position, of])).toEqual(
      Array.from({ length: running }, () => [8, 99]),
    );
  },
);

test.each([1, 30, 100])('with %i running jobs a hundred viewers cost what one does', async (running) => {
  const one = await watchList(running, 1);
  expect((await watchList(running, 100)).perMinute).toEqual(one.perMinute);
});

test('a hundred viewers of a job page cost what one does', async () => {
  const one = await watchJobFor(4, 'Training');
  expect((await watchJobFor(4, 'Training', 1, 100)).counts).toEqual(one.counts);
});

test('a job page costs less than 2 calls a second while its job trains, on several hosts too', async () => {
  expect((await watchJobFor(10, 'Training')).perSecond).toBeLessThanOrEqual(2);
  expect((await watchJobFor(10, 'Training', 8)).perSecond).toBeLessThanOrEqual(2);
});

test('a job page costs less than 0.2 calls a second while its job waits', async () => {
  expect((await watchJobFor(10, 'Starting')).perSecond).toBeLessThanOrEqual(0.2);
});

test.each(['Training', 'Starting'] as const)(
  'a job page asks four times more rarely for changes that a queue tells of, and as often for all else: %s',
  async (secondaryStatus) => {
    const [polled, told] = [
      await watchJobFor(10, secondaryStatus),
      await watchJobFor(10, secondaryStatus, 1, 1, true),
    ];
    const describes = ({ counts }: typeof polled) => counts.get('describe') ?? 0;
    expect(describes(polled)).toBeGreaterThan(30);
    // The first answers come before anything could be told.
    expect(describes(told)).toBeLessThanOrEqual(describes(polled) / 3.5);
    expect(describes(told)).toBeGreaterThanOrEqual(describes(polled) / 4.5);
    for (const one of [polled, told]) one.counts.delete('describe');
    expect(told.counts).toEqual(polled.counts);
  },
);

test('the README says what an hour of a watched job costs', async () => {
  const { counts } = await watchJobFor(20, 'Training');
  const { counts: waiting } = await watchJobFor(20, 'Starting');
  const sum = (of: Map<string, number>) => 3 * [...of.values()].reduce((one, other) => one + other, 0);
  // AWS's prices in us-east-1: 0.01 dollars for 1,000 metrics asked for, 0.005 for 1,000 listings of S3; the rest is free.
  const dollars =
    (3 *
      (((counts.get('metrics') ?? 0) * 2 + (counts.get('hosts') ?? 0) * hostMetrics.length) * 0.01 +
        (counts.get('checkpoints') ?? 0) * 0.005)) /
    1_000;
  // One point a minute is asked for once.
  expect(counts.get('hosts')).toBeLessThanOrEqual(26);
  expect(waiting.get('hosts') ?? 0).toBeLessThanOrEqual(5);
  const readme = readFileSync(fileURLToPath(new URL('../../README.md', import.meta.url)), 'utf8');
  const rounded = (count: number) => (Math.ceil(count / 100) * 100).toLocaleString('en-US');
  const said =
    /([\d,]+) calls an hour while it\s+trains, ([\d,]+) while it\s+waits, and\s+(\$[\d.]+) an hour/.exec(
      readme,
    );
  expect(said?.slice(1)).toEqual([rounded(sum(counts)), rounded(sum(waiting)), `$${dollars.toFixed(3)}`]);
});
