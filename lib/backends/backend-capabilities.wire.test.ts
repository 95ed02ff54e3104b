import { expect, test } from 'vitest';
import { startLiveBackend } from '../../testing/dashboard/live-backend';

test('a backend that is down stays simulated, so that its money is never shown as real', async () => {
  const live = await startLiveBackend();
  const { backendCapabilities, isSpotMarketSimulated } = await import('./backend-capabilities');
  const { jobCatalog } = await import('../backfill/job-catalog');
  const { runUseCase } = await import('../use-cases/run-use-case');
  const { inProcess } = await import('../process/process-memory');

  (await jobCatalog('local')).store.count();
  expect(await runUseCase(backendCapabilities, 'local', {})).toMatchObject({
    interrupt: true,
    spotMarket: true,
  });
  await live.end();
  // As after a restart of the dashboard: what was asked before is not in memory.
  inProcess('capabilities', () => new Map<string, unknown>()).clear();
  expect(await runUseCase(backendCapabilities, 'local', {})).toEqual({
    interrupt: false,
    spotMarket: true,
    console: false,
  });
  expect(await isSpotMarketSimulated('local')).toBe(true);
});
