import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createEventBatches, type FoundEvent } from './event-batches';

interface Written extends FoundEvent {
  /** When AWS has it; after that every answer holds it. */
  takenInAt: number;
}

const inOrder = (one: Written, other: Written): number =>
  one.at - other.at || Number(one.id) - Number(other.id);

/** A group's events as FilterLogEvents answers for them: by time, of the streams named, a page each. */
const createGroup = (pageSize: number) => {
  const events: Written[] = [];
  const asked: { streams: number; from?: number }[] = [];
  let now = 1_000_000;
  return {
    asked,
    move: (ms: number) => (now += ms),
    now: () => now,
    write: (stream: string, takenInLateMs = 0) =>
      events.push({
        ...{ stream, id: `${events.length}`, at: now, message: `${events.length}` },
        takenInAt: now + takenInLateMs,
      }),
    events,
    ask: async ({
      streams,
      from = 0,
      token,
    }: {
      streams: readonly string[];
      from?: number;
      token?: string;
    }) => {
      asked.push({ streams: streams.length, from });
      expect(streams.length).toBeLessThanOrEqual(100);
      const found = events
        .filter(({ stream, at, takenInAt }) => streams.includes(stream) && at >= from && takenInAt <= now)
        .sort(inOrder);
      // A token is a place: what is taken in before it later is passed by.
      const after = events.find(({ id }) => id === token);
      const left = after === undefined ? found : found.filter((event) => inOrder(after, event) < 0);
      const page = left.slice(0, pageSize);
      return { events: page, ...(page.length < left.length && { nextToken: page.at(-1)!.id }) };
    },
  };
};

describe('events of many streams', () => {
  it('come in one call once all streams are known, and only what is new', async () => {
    const group = createGroup(10_000);
    const names = Array.from({ length: 80 }, (_, index) => `job-${index}/algo-1-1`);
    for (const name of names) group.write(name);
    const batches = createEventBatches(group.ask);
    expect(await batches.readOn(names)).toHaveLength(80);
    for (let round = 0; round < 20; round += 1) {
      group.move(60_000);
      group.write(names[round]!);
      expect((await batches.readOn(names)).map(({ stream }) => stream)).toEqual([names[round]]);
    }
    expect(group.asked).toHaveLength(21);
    // From the newest event of all, with what may come late; not from each stream's own.
    expect(group.asked.at(-1)!.from).toBeGreaterThan(group.now() - 180_000);
  });

  it('of more than a hundred streams come a hundred streams a call', async () => {
    const group = createGroup(10_000);
    const names = Array.from({ length: 250 }, (_, index) => `job-${index}`);
    for (const name of names) group.write(name);
    const batches = createEventBatches(group.ask);
    const given = [
      ...(await batches.readOn(names)),
      ...(await batches.readOn(names)),
      ...(await batches.readOn(names)),
    ];
    expect(new Set(given.map(({ stream }) => stream)).size).toBe(250);
  });

  it('are given once each and none is missed, in whatever order streams appear and lines are taken in', async () => {
    const step = fc.record({
      writes: fc.array(
        fc.record({ stream: fc.integer({ min: 0, max: 130 }), lateMs: fc.integer({ min: 0, max: 14_000 }) }),
        {
          maxLength: 12,
        },
      ),
      moveMs: fc.integer({ min: 1, max: 20_000 }),
      watched: fc.integer({ min: 1, max: 131 }),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 1, maxLength: 30 }),
        fc.integer({ min: 1, max: 40 }),
        async (steps, pageSize) => {
          const group = createGroup(pageSize);
          const batches = createEventBatches(group.ask);
          const all = Array.from({ length: 131 }, (_, index) => `stream-${index}`);
          const given: string[] = [];
          for (const { writes, moveMs, watched } of steps) {
            for (const { stream, lateMs } of writes) group.write(all[stream]!, lateMs);
            group.move(moveMs);
            given.push(...(await batches.readOn(all.slice(0, watched))).map(({ id }) => id));
          }
          group.move(20_000);
          const calls = Math.ceil(group.events.length / pageSize) * 4 + 16;
          for (let call = 0; call < calls; call += 1)
            given.push(...(await batches.readOn(all)).map(({ id }) => id));
          expect(new Set(given).size).toBe(given.length);
          expect([...given].sort()).toEqual(group.events.map(({ id }) => id).sort());
        },
      ),
      { numRuns: 150 },
    );
  });
});
