import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  afterUpload,
  deathAsSeen,
  isTimeUp,
  newSync,
  reduceSync,
  scanDueAt,
  type SyncEvent,
  untilNextRoundMs,
} from './sync-state';

const after = (...events: SyncEvent[]) => events.reduce(reduceSync, newSync);

it('saving has its own end, and never takes longer than there is until the end of all', () => {
  expect(isTimeUp(newSync, 1e12)).toBe(false);
  const saving = after({ type: 'limited', by: 100 }, { type: 'saving', by: 50 });
  expect([50, 51].map((at) => isTimeUp(saving, at))).toEqual([false, true]);
  const saved = reduceSync(saving, { type: 'saved' });
  expect([100, 101].map((at) => isTimeUp(saved, at))).toEqual([false, true]);
  expect(isTimeUp(after({ type: 'limited', by: 40 }, { type: 'saving', by: 50 }), 41)).toBe(true);
  const limitedMeanwhile = after({ type: 'saving', by: 50 }, { type: 'limited', by: 40 }, { type: 'saved' });
  expect(isTimeUp(limitedMeanwhile, 41), 'a limit set while it saves holds afterwards').toBe(true);
});

it('the next round comes with the first that is due: the whole folder, or a file that may be whole by then', () => {
  expect([scanDueAt(100, 500, 20), scanDueAt(100, 500, 2_000)]).toEqual([600, 2_100]);
  expect(scanDueAt(-Infinity, 500, 0), 'before the first look').toBe(-Infinity);
  expect([untilNextRoundMs(100, 600, undefined), untilNextRoundMs(100, 600, 130)]).toEqual([500, 30]);
  expect([untilNextRoundMs(100, 600, 99), untilNextRoundMs(700, 600, undefined)]).toEqual([1, 1]);
});

it('what is refused is tried three times, what changes fifty, and what may pass until the time is up', () => {
  const tries = (outcome: 'refused' | 'changed' | 'failed', state = newSync) => {
    for (let count = 1; ; count += 1) {
      const next = afterUpload(state, { outcome, tries: count, at: count });
      if (next === 'given-up') return count;
      expect(next).toBe(outcome === 'changed' ? 'again-at-once' : 'again-later');
    }
  };
  expect([tries('refused'), tries('changed')]).toEqual([3, 50]);
  expect(tries('failed', after({ type: 'limited', by: 200 }))).toBe(201);
  expect(afterUpload(after({ type: 'over' }), { outcome: 'done', tries: 1, at: 0 })).toBe('done');
  expect(afterUpload(after({ type: 'over' }), { outcome: 'failed', tries: 1, at: 0 })).toBe('given-up');
});

it('a death is an ordered one only where somebody had looked at what was half written', () => {
  const noted = after({ type: 'noting' }, { type: 'noted' });
  expect(deathAsSeen(noted, 'ordered', true)).toBe('ordered');
  expect(deathAsSeen(noted, 'ordered', false)).toBe('unexpected');
  expect(deathAsSeen(after({ type: 'noting' }), 'ordered', true), 'the look failed').toBe('unexpected');
  expect(deathAsSeen(after({ type: 'saving', by: 1 }, { type: 'saved' }), 'ordered', true)).toBe(
    'unexpected',
  );
  expect(deathAsSeen(after({ type: 'noting' }), undefined, true)).toBeUndefined();
});

it('whatever happens, nothing is followed or uploaded once it is over', () => {
  const events: SyncEvent[] = [
    ...(['followed', 'rested', 'noting', 'noted', 'saved', 'program-gone'] as const).map((type) => ({
      type,
    })),
    ...([1e9, -1] as const).flatMap((by) => [
      { type: 'saving' as const, by },
      { type: 'limited' as const, by },
    ]),
  ];
  const some = fc.array(fc.constantFrom(...events));
  fc.assert(
    fc.property(some, some, (before, later) => {
      const state = after(...before, { type: 'over' }, ...later);
      expect(state.isFollowing).toBe(false);
      expect(isTimeUp(state, 0)).toBe(true);
    }),
  );
});
