import { expect, it } from 'vitest';
import { createManualClock } from '../../testing/dashboard/manual-clock';
import { type Feed, openEventStream, type Outlet } from './event-stream';

interface Numbers {
  number: { value: number; filling: string };
  last: string;
}

/** Tells the newest number, as a list tells its newest page. */
const open = (begin?: (outlet: Outlet<Numbers>) => void) => {
  const clock = createManualClock();
  const state = { left: 0 } as { left: number; outlet?: Outlet<Numbers> };
  let unsent: number | undefined;
  const stream = openEventStream<Numbers>(clock, (outlet): Feed<Numbers> => {
    state.outlet = outlet;
    begin?.(outlet);
    return {
      take: () => {
        const value = unsent;
        unsent = undefined;
        if (value === undefined) return { events: [] };
        return { events: [{ name: 'number', data: { value, filling: 'x'.repeat(200_000) } }] };
      },
      leave: () => {
        state.left += 1;
      },
    };
  });
  const tell = (value: number) => {
    unsent = value;
    state.outlet?.wake();
  };
  return { clock, reader: stream.getReader(), state, tell };
};
const textOf = (chunk: { value?: Uint8Array }) => new TextDecoder().decode(chunk.value);

it('a reader that is slow gets the newest, and what waits for it does not grow', async () => {
  const { reader, tell, clock } = open();
  for (let value = 1; value <= 1_000; value += 1) tell(value);
  await clock.advance(600_000);
  const read: string[] = [];
  for (let chunk = 0; chunk < 5; chunk += 1) read.push(textOf(await reader.read()));
  const numbers = read.flatMap((text) => /"value":(\d+)/.exec(text)?.[1] ?? []);
  expect(numbers).toEqual(['1', '2', '1000']);
  expect(
    read.filter((text) => text.includes('event: heartbeat')),
    'and one beat, not sixty',
  ).toHaveLength(1);
});

it('a quiet stream begins at once and beats, so that a reader can tell it from a dead one', async () => {
  const { reader, clock } = open();
  expect(textOf(await reader.read())).toBe(': here\n\n');
  await clock.advance(25_000);
  expect(textOf(await reader.read())).toContain('event: heartbeat');
  expect(textOf(await reader.read())).toContain('event: heartbeat');
});

it('ends after its last event, also where that is told while it begins, and is left once', async () => {
  const { reader, state, tell } = open((outlet) => outlet.finish({ name: 'last', data: 'gone' }));
  tell(1);
  await reader.read();
  expect(textOf(await reader.read())).toBe('event: last\ndata: "gone"\n\n');
  expect((await reader.read()).done).toBe(true);
  await reader.cancel();
  expect(state.left).toBe(1);
});
