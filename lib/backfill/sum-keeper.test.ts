import { expect, test, vi } from 'vitest';
import { createSumKeeper } from './sum-keeper';

const setUp = (turns: (boolean | Error)[]) => {
  let state: { walk: number; firstWalkDone: boolean; walkBefore?: number } = { walk: 1, firstWalkDone: true };
  const planned: { act: () => void; ms: number }[] = [];
  const keepAhead = vi.fn<(endedFrom: number, turnMs: number) => boolean>(() => {
    const turn = turns.shift() ?? false;
    if (typeof turn !== 'boolean') throw turn;
    return turn;
  });
  const keeper = createSumKeeper({
    keepAhead,
    store: { syncState: () => state },
    later: (act, ms) => planned.push({ act, ms }),
  });
  return {
    keeper,
    planned,
    keepAhead,
    goOn: () => planned.shift()?.act(),
    walkTo: (walkBefore: number) => {
      state = { walk: 1, firstWalkDone: false, walkBefore };
    },
  };
};

test('sums are kept in short turns with pauses until there are no more, and again after a change', () => {
  const { keeper, planned, keepAhead, goOn } = setUp([true, true, false, false]);
  keeper.wake();
  keeper.wake();
  expect(planned).toHaveLength(1);
  goOn();
  expect(planned[0]!.ms).toBeGreaterThan(keepAhead.mock.calls[0]![1]);
  goOn();
  goOn();
  expect(planned).toHaveLength(0);
  expect(keepAhead).toHaveBeenCalledTimes(3);
  keeper.wake();
  goOn();
  expect(keepAhead).toHaveBeenCalledTimes(4);
});

test('during the first walk sums are kept of days that it has passed alone', () => {
  const { keeper, keepAhead, goOn, walkTo } = setUp([true]);
  walkTo(5_000);
  keeper.wake();
  goOn();
  expect(keepAhead.mock.calls[0]![0]).toBe(5_000);
  walkTo(3_000);
  goOn();
  expect(keepAhead.mock.calls[1]![0]).toBe(3_000);
});

test('what fails is said and tried again after the next change', () => {
  const said = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const { keeper, planned, keepAhead, goOn } = setUp([new Error('disk'), false]);
  keeper.wake();
  goOn();
  expect(said).toHaveBeenCalledOnce();
  expect(planned).toHaveLength(0);
  keeper.wake();
  goOn();
  expect(keepAhead).toHaveBeenCalledTimes(2);
  said.mockRestore();
});
