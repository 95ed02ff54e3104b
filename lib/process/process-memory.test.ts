import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { remember } from './process-memory';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

let cache = 0;
beforeEach(() => (cache += 1));
const ask = (load: () => Promise<number>, lifetimeMs: number | ((value: number) => number) = 1_000) =>
  remember(`test-${cache}`, 'key', load, lifetimeMs);

it('asks once for all who ask at the same time, and again when the answer is old', async () => {
  const load = vi.fn(async () => 7);
  expect(await Promise.all([ask(load), ask(load)])).toEqual([7, 7]);
  await vi.advanceTimersByTimeAsync(900);
  await ask(load);
  expect(load).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(200);
  await ask(load);
  expect(load).toHaveBeenCalledTimes(2);
});

it('remembers an answer for as long as the answer deserves', async () => {
  const load = vi.fn(async () => 0);
  await ask(load, (value) => (value === 0 ? 10 : 1_000));
  await vi.advanceTimersByTimeAsync(20);
  await ask(load);
  expect(load).toHaveBeenCalledTimes(2);
});

it('forgets a failure, so that the next who asks gets a new try', async () => {
  const load = vi.fn<() => Promise<number>>().mockRejectedValueOnce(new Error('down')).mockResolvedValue(7);
  await expect(ask(load)).rejects.toThrow('down');
  expect(await ask(load)).toBe(7);
});

it('keeps no more than a thousand answers of one kind, the newest', async () => {
  const load = vi.fn(async (value: number) => value);
  const askFor = (value: number) => remember(`many-${cache}`, String(value), () => load(value), 60_000);
  for (let value = 0; value <= 1_000; value += 1) await askFor(value);
  await askFor(1_000);
  await askFor(1);
  expect(load).toHaveBeenCalledTimes(1_001);
  await askFor(0);
  expect(load).toHaveBeenCalledTimes(1_002);
});
