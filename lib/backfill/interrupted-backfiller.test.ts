import { beforeEach, describe, expect, it } from 'vitest';
import { openCatalogDatabase } from '../catalog/catalog-database';
import { createJobStore, type JobStore } from '../catalog/job-store';
import { SpotdeckError } from '../errors/spotdeck-error';
import { createInterruptedBackfiller, type InterruptedBackfiller } from './interrupted-backfiller';
import { createJobBackfiller } from './job-backfiller';
import { createManualClock, type ManualClock } from '../../testing/dashboard/manual-clock';
import { interruptedJob, interruptedLog, sampleJob } from '../../testing/dashboard/sample-job';
import { createScriptedSource } from '../../testing/dashboard/scripted-source';

const start = 1_790_000_000_000;
let clock: ManualClock;
let store: JobStore;
let read: { name: string; at: number }[];
let refusals: Map<string, SpotdeckError>;
let announced: number;
let interruptedBackfiller: InterruptedBackfiller;

beforeEach(() => {
  clock = createManualClock(start + 10_000_000);
  store = createJobStore(openCatalogDatabase(':memory:'), { backend: 'us-east-1', account: '1' });
  read = [];
  refusals = new Map();
  announced = 0;
  const backfiller = createJobBackfiller({
    store,
    sourceOf: (name) => {
      const source = createScriptedSource(store.readJob(name)!);
      source.streams = new Map(interruptedLog(source.job));
      return {
        ...source,
        logStreams: async () => {
          read.push({ name, at: clock.now() });
          const refusal = refusals.get(name) ?? refusals.get('all');
          if (refusal) throw refusal;
          return source.logStreams();
        },
      };
    },
    announce: () => (announced += 1),
    clock,
  });
  interruptedBackfiller = createInterruptedBackfiller({ store, backfiller, clock });
});

/** `job-1` is the newest. */
const add = (count: number) =>
  store.storeJobs(
    Array.from({ length: count }, (_, index) =>
      interruptedJob(start - (index + 1) * 1_000, { name: `job-${index + 1}` }),
    ),
    start,
    'search',
  );
/** Jobs are begun at least half a second apart. */
const isPaced = () => read.every(({ at }, index) => index === 0 || at - read[index - 1]!.at >= 500);
const names = () => read.map(({ name }) => name);

describe('the backfiller of interrupted jobs', () => {
  it('reads one log after the other, newest first, two a second at most, and tells of each', async () => {
    add(20);
    store.storeJobs([{ ...sampleJob(start), name: 'running' }], start, 'search');
    interruptedBackfiller.touch();
    await clock.advance(4_999);
    expect(names()).toEqual(Array.from({ length: 10 }, (_, index) => `job-${index + 1}`));
    expect(isPaced()).toBe(true);
    expect(store.countToBackfill()).toBe(10);
    expect(announced).toBe(10);
    await clock.advance(60_000);
    expect(store.countToBackfill()).toBe(0);
    expect(read).toHaveLength(20);
  });

  it('stops half a minute after the last look, and goes on with the next', async () => {
    add(100);
    interruptedBackfiller.touch();
    await clock.advance(20_000);
    interruptedBackfiller.touch();
    await clock.advance(60_000);
    expect(read).toHaveLength(100);
    expect(isPaced()).toBe(true);
    expect(read.at(-1)!.at - read[0]!.at).toBeLessThanOrEqual(50_000);
    store.storeJobs([interruptedJob(start + 1_000, { name: 'later' })], start, 'search');
    await clock.advance(60_000);
    expect(names()).not.toContain('later');
    expect(interruptedBackfiller.running()).toBe(false);
    interruptedBackfiller.touch();
    await clock.advance(0);
    expect(names().at(-1)).toBe('later');
  });

  it('goes on where nobody looks, a job in four seconds, until all are read', async () => {
    add(100);
    interruptedBackfiller.wake();
    await clock.advance(59_000);
    expect(read).toHaveLength(15);
    interruptedBackfiller.touch();
    await clock.advance(10_000);
    expect(read.length).toBeGreaterThan(28);
    await clock.advance(400_000);
    expect(read).toHaveLength(100);
    expect(interruptedBackfiller.running()).toBe(false);
  });

  it('works on while somebody looks, and takes up what ends meanwhile', async () => {
    add(1);
    const leave = interruptedBackfiller.view();
    const leaveOther = interruptedBackfiller.view();
    leaveOther();
    leaveOther();
    await clock.advance(300_000);
    store.storeJobs([interruptedJob(start + 1_000, { name: 'later' })], start, 'search');
    await clock.advance(2_000);
    expect(names()).toEqual(['job-1', 'later']);
    leave();
    await clock.advance(35_000);
    expect(interruptedBackfiller.running()).toBe(false);
  });

  it('passes by a job whose log cannot be read, and does not ask for it again and again', async () => {
    add(3);
    refusals.set('job-1', new SpotdeckError('not-found', 'The stream has just been deleted.'));
    const leave = interruptedBackfiller.view();
    await clock.advance(29_000);
    expect(names()).toEqual(['job-1', 'job-2', 'job-3']);
    await clock.advance(600_000);
    expect(names().filter((name) => name === 'job-1').length).toBeLessThanOrEqual(6);
    refusals.clear();
    await clock.advance(1_000_000);
    expect(store.countToBackfill()).toBe(0);
    leave();
  });

  it('slows down while AWS throttles, loses no job by it, and ends it by itself', async () => {
    add(4);
    refusals.set('all', new SpotdeckError('throttled', 'Slow down.'));
    const leave = interruptedBackfiller.view();
    await clock.advance(62_000);
    expect(new Set(names())).toEqual(new Set(['job-1']));
    expect(read.length).toBeLessThanOrEqual(6);
    refusals.clear();
    await clock.advance(40_000);
    expect(store.countToBackfill()).toBe(0);
    leave();
  });

  it('reaches the jobs behind any number that cannot be read', async () => {
    add(40);
    for (let index = 1; index < 40; index += 1) {
      refusals.set(`job-${index}`, new SpotdeckError('not-found', 'No.'));
    }
    const leave = interruptedBackfiller.view();
    await clock.advance(30_000);
    expect(names()).toContain('job-40');
    leave();
  });
});
