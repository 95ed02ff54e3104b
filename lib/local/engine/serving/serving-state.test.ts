import { expect, it } from 'vitest';
import { afterEnd, newServing, reduceServing, type ServingEvent } from './serving-state';

const after = (...events: ServingEvent[]) => events.reduce(reduceServing, newServing);
/** Lives one after another, each so many ms long. */
const lives = (ready: boolean, ...lengths: number[]): ServingEvent[] =>
  lengths.flatMap((length): ServingEvent[] => [
    { type: 'started', at: 0 },
    ...(ready ? [{ type: 'ready' as const, port: 1 }] : []),
    { type: 'ended', at: length },
  ]);
const complained = (...lines: string[]): ServingEvent => ({ type: 'complained', lines });

it('a program that never answers is given up at its fourth start', () => {
  expect(afterEnd(after(...lives(false, 1, 1, 1)), 100)).toEqual({ restartInMs: 400 });
  expect(afterEnd(after(...lives(false, 1, 1, 1, 1)), 100)).toBe('given-up');
  const oneAnswered = [...lives(false, 1, 1, 1), ...lives(true, 1), ...lives(false, 1, 1, 1)];
  expect(afterEnd(after(...oneAnswered), 100), 'in a row').not.toBe('given-up');
});

it('one that answers and dies is started for ever, ever later, until a life is long', () => {
  const waits = [1, 2, 3, 12].map((count) =>
    afterEnd(after(...lives(true, ...Array<number>(count).fill(1))), 100),
  );
  expect(waits).toEqual([100, 200, 400, 30_000].map((restartInMs) => ({ restartInMs })));
  expect(afterEnd(after(...lives(true, 1, 1, 1, 30_001)), 100)).toEqual({ restartInMs: 100 });
  expect(afterEnd(after(...lives(true, 1, 30_001, 1)), 100)).toEqual({ restartInMs: 200 });
});

it('nothing is started again, nor given up, once the endpoint is being stopped', () => {
  expect(afterEnd(after({ type: 'stopping' }, ...lives(false, 1, 1, 1, 1)), 100)).toBe('stopped');
});

it('its port is that of the present life, until it is lost or over', () => {
  const ready = after({ type: 'started', at: 0 }, { type: 'ready', port: 7 });
  expect(ready.readyPort).toBe(7);
  expect(reduceServing(ready, { type: 'lost', port: 6 }), 'an older life’s').toBe(ready);
  expect(reduceServing(ready, { type: 'lost', port: 7 }).readyPort).toBeUndefined();
  expect(reduceServing(ready, { type: 'ended', at: 1 }).readyPort).toBeUndefined();
});

it('the first line that names an error is kept, over several starts, until the program answers', () => {
  const first = [
    complained('Loading', 'keras.src.errors.LoadError: no weights'),
    complained('OSError: later'),
  ];
  expect(after(...first, ...lives(false, 1)).failingLine).toBe('keras.src.errors.LoadError: no weights');
  expect(after(complained('ERROR: no matching distribution')).failingLine).toMatch(/^ERROR/);
  expect(after(complained('Errors were not found', 'an Error: inside')).failingLine).toBeUndefined();
  expect(after(...first, { type: 'ready', port: 1 }).failingLine).toBeUndefined();
});
