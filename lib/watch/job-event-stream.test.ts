import { beforeEach, describe, expect, it } from 'vitest';
import { type Backend } from '../aws/backends';
import { SpotdeckError } from '../errors/spotdeck-error';
import { openJobEventStream } from './job-event-stream';
import { sampleModel } from '../../testing/training/sample-reading';
import { createManualClock, type ManualClock } from '../../testing/dashboard/manual-clock';
import { sampleJob, streamName } from '../../testing/dashboard/sample-job';
import { createScriptedSource, type ScriptedSource } from '../../testing/dashboard/scripted-source';
import { createWatchHub } from './watch-hub';

const start = 1_790_000_000_000;
const stream = streamName('mnist-1', start + 10_000);
const backend: Backend = { slug: 'local', label: 'Local', region: 'us-east-1', available: true };
let clock: ManualClock;
let source: ScriptedSource;
let hub: ReturnType<typeof createWatchHub>;

beforeEach(() => {
  clock = createManualClock(start + 30_000);
  source = createScriptedSource(sampleJob(start));
  source.streams.set(stream, ['one', 'two']);
  hub = createWatchHub(() => source, clock);
});

interface Received {
  event: string;
  data: {
    lines?: { message: string; sequence: number }[];
    reset?: boolean;
    job?: { name: string };
    code?: string;
  };
}

/** Reads as a browser would; `received` grows as events come in, until `pause`. */
const connect = () => {
  const reader = openJobEventStream(hub.watch(backend, 'mnist-1'), clock).getReader();
  const received: Received[] = [];
  let text = '';
  let ended = false;
  const read = async () => {
    for (;;) {
      const { value, done } = await reader.read();
      if (done) {
        ended = true;
        return;
      }
      text += new TextDecoder().decode(value);
      const blocks = text.split('\n\n');
      text = blocks.pop() ?? '';
      for (const block of blocks) {
        const match = /^event: (.+)\ndata: (.+)$/.exec(block);
        if (match)
          received.push({ event: match[1] ?? '', data: JSON.parse(match[2] ?? '') as Received['data'] });
      }
    }
  };
  return { reader, received, read, ended: () => ended };
};
const kinds = (received: Received[]) => received.map(({ event }) => event);

describe('a viewer of a job', () => {
  it('first gets the whole snapshot and the recent lines, then only what is new', async () => {
    const { received, read } = connect();
    void read();
    await clock.advance(1_000);
    expect(kinds(received).slice(0, 2)).toEqual(['snapshot', 'log']);
    expect(received[0]?.data.job?.name).toBe('mnist-1');
    expect(received[1]?.data).toMatchObject({ reset: true, lines: [{ message: 'one' }, { message: 'two' }] });
    source.streams.get(stream)?.push('three');
    await clock.advance(1_000);
    expect(received.at(-1)).toMatchObject({
      event: 'log',
      data: { reset: false, lines: [{ message: 'three' }] },
    });
  });

  it('joins a watched job without losing or repeating a line', async () => {
    const first = connect();
    void first.read();
    await clock.advance(5_000);
    source.streams.get(stream)?.push('three');
    await clock.advance(1_000);
    const second = connect();
    void second.read();
    source.streams.get(stream)?.push('four');
    await clock.advance(3_000);
    const lines = second.received.flatMap(({ event, data }) => (event === 'log' ? (data.lines ?? []) : []));
    expect(lines.map(({ message }) => message)).toEqual(['one', 'two', 'three', 'four']);
  });

  it('hears a beat at least every ten seconds', async () => {
    const { received, read } = connect();
    void read();
    await clock.advance(41_000);
    expect(kinds(received).filter((event) => event === 'heartbeat')).toHaveLength(4);
  });

  it('that reads slowly gets the newest state and the tail, not a growing queue', async () => {
    const viewer = connect();
    const grow = async (rounds: number) => {
      for (let round = 0; round < rounds; round += 1) {
        source.job = { ...source.job, lastModifiedAt: clock.now(), failureReason: 'x'.repeat(50_000) };
        await clock.advance(1_000);
      }
    };
    await grow(10);
    const output = Array.from({ length: 9_000 }, (_, index) => `a longer line of output ${index}`);
    source.streams.get(stream)?.push(...output);
    await grow(40);
    const newest = source.job.lastModifiedAt;
    void viewer.read();
    await clock.advance(2_000);
    const snapshots = viewer.received.filter(({ event }) => event === 'snapshot');
    expect(snapshots.length).toBeLessThan(12);
    expect(snapshots.at(-1)?.data).toMatchObject({ job: { lastModifiedAt: newest } });
    const last = viewer.received.filter(({ event }) => event === 'log').at(-1);
    expect(last?.data.reset).toBe(true);
    expect(last?.data.lines?.at(-1)?.message).toBe('a longer line of output 8999');
  });

  it('hears that the job is gone, and the connection ends', async () => {
    const viewer = connect();
    void viewer.read();
    await clock.advance(1_000);
    source.failing.set('describe', new SpotdeckError('not-found', 'It was deleted.'));
    await clock.advance(2_000);
    expect(viewer.received.at(-1)).toMatchObject({ event: 'gone', data: { code: 'not-found' } });
    expect(viewer.ended()).toBe(true);
  });

  it('hears at once of a job that never was', async () => {
    source.failing.set('describe', new SpotdeckError('not-found', 'It does not exist.'));
    const viewer = connect();
    void viewer.read();
    await clock.advance(100);
    expect(kinds(viewer.received)).toEqual(['gone']);
    expect(viewer.ended()).toBe(true);
  });

  it('stays connected while the backend is away, and gets the job once it is back', async () => {
    source.failing.set('describe', new SpotdeckError('unreachable', 'It does not answer.'));
    const viewer = connect();
    void viewer.read();
    await clock.advance(15_000);
    expect(kinds(viewer.received)).toEqual(['heartbeat']);
    source.failing.clear();
    await clock.advance(6_000);
    expect(kinds(viewer.received)).toContain('snapshot');
  });

  it('that leaves no longer counts, and the watching ends', async () => {
    const viewer = connect();
    void viewer.read();
    await clock.advance(5_000);
    await viewer.reader.cancel();
    await clock.advance(31_000);
    expect(hub.statistics().watched).toBe(0);
  });

  it('sends of a long log what a chart can show', async () => {
    const reading = sampleModel([
      {
        attempt: 1,
        epochs: Array.from({ length: 50_000 }, (_, n) => ({ number: n + 1, from: n, to: n + 1 })),
      },
    ]);
    const stream = openJobEventStream(
      {
        snapshot: async () => ({
          job: sampleJob(start),
          reading,
          metrics: [],
          observedAt: start,
          problems: [],
        }),
        recentLines: () => ({ lines: [] }),
        readingOf: () => reading,
        subscribe: () => () => {},
      },
      clock,
      'rank 1',
    ).getReader();
    let text = '';
    while (!text.includes('event: snapshot') || !text.endsWith('\n\n'))
      text += new TextDecoder().decode((await stream.read()).value);
    expect(JSON.stringify(reading).length).toBeGreaterThan(5_000_000);
    expect(text.length).toBeLessThan(600_000);
    expect(text).toContain('"thinned":true');
    await stream.cancel();
  });
});
