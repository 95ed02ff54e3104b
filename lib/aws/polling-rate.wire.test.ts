/** What polling may call is a setting, which the calls on the wire keep to. */
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { startLimitedBackend } from '../../testing/dashboard/live-backend';

let live: Awaited<ReturnType<typeof startLimitedBackend>>;

beforeAll(async () => {
  vi.stubEnv('SPOTDECK_POLLING_RATE', '2');
  live = await startLimitedBackend();
});
afterAll(() => live.end());

it('polling keeps to SPOTDECK_POLLING_RATE, and nobody who asks waits for it', async () => {
  const { searchTrainingJobs } = await import('./training-jobs');
  const { inBackgroundLane } = await import('../process/call-lane');
  const timesOf = (operation: string) =>
    live.account.calls.filter((call) => call.operation === operation).map(({ at }) => at);
  // The client is made, and its connection, before anything is measured.
  await searchTrainingJobs(live.backend, {});
  const polled = Array.from({ length: 8 }, () =>
    inBackgroundLane(() => searchTrainingJobs(live.backend, {})),
  );
  await Promise.all(Array.from({ length: 10 }, () => searchTrainingJobs(live.backend, {})));
  // All that people asked for was answered while polling waited.
  expect(timesOf('Search').length).toBeLessThan(19);
  await Promise.all(polled);
  const times = timesOf('Search');
  expect(times).toHaveLength(19);
  // Two at once, then two a second: the last six take three seconds, the first of which the wire may eat.
  expect((times.at(-1) ?? 0) - (times[1] ?? 0)).toBeGreaterThanOrEqual(2_000);
});
