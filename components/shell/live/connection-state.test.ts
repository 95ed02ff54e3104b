import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ConnectionEvent, newConnection, reduceConnection, silenceMs, waitOf } from './connection-state';

type Type = ConnectionEvent['type'];
const after = (...types: Type[]) =>
  types.reduce((state, type) => reduceConnection(state, { type }), newConnection);

describe('a connection', () => {
  it('that is half open, so that nothing fails and nothing comes, is given up and opened anew', () => {
    const live = after('shown', 'answered', 'heard');
    expect([live.connection, waitOf(live)]).toEqual(['live', silenceMs]);
    const silent = reduceConnection(live, { type: 'waited' });
    expect(silent).toMatchObject({ connection: 'lost', source: undefined });
    expect(after('shown', 'answered', 'waited', 'waited')).toMatchObject({ connection: 'lost', source: 2 });
    expect(after('shown', 'answered', 'waited', 'waited', 'answered').connection).toBe('live');
  });

  it('that never answers is given up as one that fell silent', () => {
    expect(after('shown', 'waited')).toMatchObject({ connection: 'lost', source: undefined });
  });

  it('begins its wait anew with everything heard', () => {
    const live = after('shown', 'answered');
    for (const type of ['heard', 'beat', 'answered'] as const)
      expect(reduceConnection(live, { type }), type).not.toBe(live);
    expect(reduceConnection(live, { type: 'shown' })).toBe(live);
  });

  it('is tried again ever more rarely, until one has lasted to a beat', () => {
    const waits = [1, 2, 3, 4, 5, 6].map((times) =>
      waitOf(after('shown', ...Array<Type[]>(times).fill(['failed', 'waited']).flat().slice(0, -1))),
    );
    expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 15_000, 15_000]);
    const refused: Type[] = ['failed', 'waited', 'answered', 'heard', 'failed'];
    expect(waitOf(after('shown', ...refused)), 'a server that ends each one at once').toBe(2_000);
    expect(waitOf(after('shown', 'failed', 'waited', 'answered', 'beat', 'failed'))).toBe(1_000);
  });

  it('rests while the tab is hidden, and is opened at once when it is seen or the network is back', () => {
    const hidden = after('shown', 'answered', 'hidden');
    expect(hidden).toMatchObject({ connection: 'paused', source: undefined });
    expect(waitOf(hidden)).toBeUndefined();
    expect(reduceConnection(hidden, { type: 'reconnect' })).toBe(hidden);
    expect(reduceConnection(hidden, { type: 'shown' })).toMatchObject({
      connection: 'connecting',
      source: 2,
    });
    expect(after('shown', 'failed', 'reconnect')).toMatchObject({ connection: 'lost', source: 2 });
  });
});

it('whatever happens, either a source is open, or something is waited for, or nobody looks, or it is over', () => {
  const types: Type[] = [
    'shown',
    'hidden',
    'answered',
    'heard',
    'beat',
    'failed',
    'waited',
    'reconnect',
    'over',
  ];
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...types)), (happened) => {
      const state = after('shown', ...happened);
      const rests = state.connection === 'paused' || state.connection === 'over';
      expect(waitOf(state) === undefined).toBe(rests);
      if (rests) expect(state.source).toBeUndefined();
      if (state.connection === 'live') expect(state.source).toBe(state.opened);
    }),
  );
});
