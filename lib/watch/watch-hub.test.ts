import { beforeEach, describe, expect, it, vi } from 'vitest';
import { type Backend } from '../aws/backends';
import { SpotdeckError } from '../errors/spotdeck-error';
import { noMemory } from './job-memory';
import { createManualClock, type ManualClock } from '../../testing/dashboard/manual-clock';
import { interruptedJob, sampleJob, streamName } from '../../testing/dashboard/sample-job';
import { createScriptedSource, type ScriptedSource } from '../../testing/dashboard/scripted-source';
import { noReading } from '../training/position';
import { createWatchHub } from './watch-hub';

const start = 1_790_000_000_000;
const backend: Backend = { slug: 'local', label: 'Local', region: 'us-east-1', available: true };
let clock: ManualClock;
let sources: ScriptedSource[];
let hub: ReturnType<typeof createWatchHub>;

beforeEach(() => {
  clock = createManualClock(start + 30_000);
  sources = [];
  hub = createWatchHub(() => {
    const source = createScriptedSource(sampleJob(start));
    source.streams.set(streamName('mnist-1', start + 10_000), ['Epoch 1/10', 'loss: 0.5']);
    sources.push(source);
    return source;
  }, clock);
});

const callsWith = async (viewers: number) => {
  const leave = Array.from({ length: viewers }, () => hub.watch(backend, 'mnist-1').subscribe(() => {}));
  const asked = Promise.all(Array.from({ length: viewers }, () => hub.watch(backend, 'mnist-1').snapshot()));
  await clock.advance(20_000);
  await asked;
  const { calls } = hub.statistics();
  leave.forEach((end) => end());
  return calls;
};

describe('the watch hub', () => {
  it('makes as many calls for fifty viewers as for one', async () => {
    const forOne = await callsWith(1);
    expect(Object.keys(forOne).sort()).toEqual([
      'checkpoints',
      'describe',
      'hosts',
      'logEvents',
      'logStreams',
      'metrics',
      'price',
    ]);
    clock = createManualClock(start + 30_000);
    hub = createWatchHub(() => {
      const source = createScriptedSource(sampleJob(start));
      source.streams.set(streamName('mnist-1', start + 10_000), ['Epoch 1/10', 'loss: 0.5']);
      return source;
    }, clock);
    expect(await callsWith(50)).toEqual(forOne);
  });

  it('asks the memory once, and AWS no more often for it, however many look at a finished job', async () => {
    const job = interruptedJob(start - 1_000_000);
    const recall = vi.fn(async () => ({
      job,
      backfill: { reading: noReading, metrics: [] },
      observedAt: start,
    }));
    const keep = vi.fn(async () => {});
    const open = () => {
      clock = createManualClock(start + 30_000);
      hub = createWatchHub(
        () => createScriptedSource(job),
        clock,
        () => ({ ...noMemory, recall, keep }),
      );
    };
    open();
    const forOne = await callsWith(1);
    expect([recall.mock.calls.length, keep.mock.calls.length]).toEqual([1, 1]);
    open();
    expect(await callsWith(50)).toEqual(forOne);
    expect([recall.mock.calls.length, keep.mock.calls.length]).toEqual([2, 2]);
  });

  it('watches on while a viewer reloads the page, and stops half a minute after the last has left', async () => {
    const leave = hub.watch(backend, 'mnist-1').subscribe(() => {});
    await clock.advance(60_000);
    leave();
    await clock.advance(25_000);
    const again = hub.watch(backend, 'mnist-1').subscribe(() => {});
    await clock.advance(60_000);
    expect(sources).toHaveLength(1);
    again();
    await clock.advance(31_000);
    const after = sources[0]?.calls.length;
    await clock.advance(60_000);
    expect(sources[0]?.calls.length).toBe(after);
    expect(hub.statistics().watched).toBe(0);
  });

  it('answers from memory at once where the job is watched', async () => {
    hub.watch(backend, 'mnist-1').subscribe(() => {});
    await clock.advance(1_000);
    const before = sources[0]?.calls.length;
    expect((await hub.watch(backend, 'mnist-1').snapshot()).job.name).toBe('mnist-1');
    expect(sources[0]?.calls.length).toBe(before);
  });

  it('forgets a job that is gone, so that a new one of its name is watched anew', async () => {
    hub.watch(backend, 'mnist-1').subscribe(() => {});
    await clock.advance(1_000);
    sources[0]?.failing.set('describe', new SpotdeckError('not-found', 'gone'));
    hub.refresh(backend, 'mnist-1');
    await clock.advance(0);
    expect(hub.statistics().watched).toBe(0);
    const next = hub.watch(backend, 'mnist-1').snapshot();
    await clock.advance(0);
    expect((await next).job.name).toBe('mnist-1');
    expect(sources).toHaveLength(2);
  });

  it('does not leave anyone waiting for a job that never answered', async () => {
    hub = createWatchHub(
      () => ({ ...createScriptedSource(sampleJob(start)), describe: () => new Promise(() => {}) }),
      clock,
    );
    const waiting = hub
      .watch(backend, 'mnist-1')
      .snapshot()
      .catch((error: unknown) => error);
    await clock.advance(31_000);
    expect(await waiting).toMatchObject({ code: 'unreachable' });
  });
});
