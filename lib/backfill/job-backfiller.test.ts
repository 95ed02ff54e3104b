import { beforeEach, describe, expect, it, vi } from 'vitest';
import { openCatalogDatabase } from '../catalog/catalog-database';
import { createJobStore, type JobStore } from '../catalog/job-store';
import { type ErrorCode } from '../errors/action-result';
import { SpotdeckError } from '../errors/spotdeck-error';
import { createJobBackfiller, type JobBackfiller } from './job-backfiller';
import { createManualClock, type ManualClock } from '../../testing/dashboard/manual-clock';
import { interruptedJob, interruptedLog } from '../../testing/dashboard/sample-job';
import { createScriptedSource, type ScriptedSource } from '../../testing/dashboard/scripted-source';

const start = 1_790_000_000_000;
let clock: ManualClock;
let store: JobStore;
let sources: Map<string, ScriptedSource>;
let backfiller: JobBackfiller;
const announce = vi.fn();

beforeEach(() => {
  announce.mockClear();
  clock = createManualClock(start + 1_000_000);
  store = createJobStore(openCatalogDatabase(':memory:'), { backend: 'us-east-1', account: '1' });
  sources = new Map();
  for (const name of ['one', 'two']) {
    const job = interruptedJob(start, { name });
    store.storeJobs([job], start, 'search');
    const source = createScriptedSource(job);
    source.streams = new Map(interruptedLog(job));
    sources.set(name, source);
  }
  backfiller = createJobBackfiller({ store, sourceOf: (name) => sources.get(name)!, announce, clock });
});

const fail = (name: string, code: ErrorCode) =>
  sources.get(name)?.failing.set('logStreams', new SpotdeckError(code, 'No.'));
const tries = (name: string) => sources.get(name)?.calls.filter((call) => call === 'logStreams').length;
const dueIn = (name: string) => backfiller.dueAt(name) - clock.now();

describe('the backfiller of a catalog', () => {
  it('reads a job once for all who ask at the same time, and tells once', async () => {
    await Promise.all([backfiller.backfill('one'), backfiller.backfill('one'), backfiller.backfill('one')]);
    expect(tries('one')).toBe(1);
    expect(store.withoutEpochs(['one', 'two'])).toEqual(['two']);
    expect(announce).toHaveBeenCalledTimes(1);
    await backfiller.backfill('one');
    expect(announce).toHaveBeenCalledTimes(1);
  });

  it('leaves a job that fails alone, ever longer, and backfills it once it can', async () => {
    fail('one', 'internal');
    vi.spyOn(console, 'error').mockImplementation(() => {});
    const waits: number[] = [];
    for (let round = 0; round < 9; round += 1) {
      await backfiller.backfill('one');
      await backfiller.backfill('one');
      waits.push(dueIn('one') / 1_000);
      await clock.advance(dueIn('one'));
    }
    vi.restoreAllMocks();
    expect(waits).toEqual([30, 60, 120, 240, 480, 960, 1_920, 3_600, 3_600]);
    expect(tries('one')).toBe(9);
    expect(dueIn('two')).toBeLessThanOrEqual(0);
    sources.get('one')?.failing.clear();
    await backfiller.backfill('one');
    expect(store.withoutEpochs(['one'])).toEqual([]);
    expect(backfiller.postponed()).toBe(0);
  });

  it.each(['throttled', 'unreachable', 'no-credentials'] as const)(
    'leaves all jobs alone for a while where one is refused as %s, and tries the same one first',
    async (code) => {
      fail('one', code);
      await backfiller.backfill('one');
      expect(dueIn('two')).toBeGreaterThan(0);
      await backfiller.backfill('two');
      expect(tries('two')).toBe(0);
      const first = dueIn('one');
      await clock.advance(first);
      await backfiller.backfill('one');
      expect(dueIn('one')).toBe(first * 2);
      await clock.advance(dueIn('one'));
      await backfiller.backfill('two');
      await backfiller.backfill('one');
      expect(dueIn('one')).toBe(first);
      expect(backfiller.postponed()).toBe(0);
    },
  );

  it('counts what fails at the same time as one failure', async () => {
    fail('one', 'throttled');
    fail('two', 'throttled');
    await Promise.all([backfiller.backfill('one'), backfiller.backfill('two')]);
    expect(dueIn('one')).toBe(2_000);
  });

  it('turns to the next job where the log of one is denied', async () => {
    fail('one', 'access-denied');
    await backfiller.backfill('one');
    await clock.advance(dueIn('two'));
    await backfiller.backfill('two');
    expect(dueIn('one')).toBeGreaterThan(0);
    expect(store.withoutEpochs(['one', 'two'])).toEqual(['one']);
  });

  it('comes back to a job that ended moments ago when its log is complete', async () => {
    const job = interruptedJob(clock.now() - 85_000, { name: 'fresh' });
    store.storeJobs([job], clock.now(), 'search');
    sources.set('fresh', createScriptedSource(job));
    await backfiller.backfill('fresh');
    expect(dueIn('fresh')).toBe(5_000);
    await clock.advance(5_000);
    await backfiller.backfill('fresh');
    expect(store.withoutEpochs(['fresh'])).toEqual([]);
  });

  it('does nothing for a name that the catalog does not know', async () => {
    await expect(backfiller.backfill('nobody')).resolves.toBeUndefined();
    expect([announce.mock.calls.length, backfiller.dueAt('nobody')]).toEqual([0, 0]);
  });
});
