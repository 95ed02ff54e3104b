import { afterEach, expect, test, vi } from 'vitest';
import { describeError } from './describe-error';
import { logFault, warnOnce } from './log-fault';

afterEach(() => vi.restoreAllMocks());

test('a fault that is polled into is told once a minute, with how often it came', () => {
  const told: [string, number][] = [];
  let made = 0;
  const at = (ms: number, fault = 'a') =>
    logFault(
      fault,
      () => `r${(made += 1)}`,
      (reference, times) => told.push([reference, times]),
      1_000_000 + ms,
    );
  expect([at(0), at(1_000), at(59_000)]).toEqual(['r1', 'r1', 'r1']);
  expect(at(2_000, 'b')).toBe('r2');
  expect(at(60_000)).toBe('r3');
  expect(told).toEqual([
    ['r1', 1],
    ['r2', 1],
    ['r3', 3],
  ]);
});

test('a reader is given the reference that the log has, and no stack is written twice', () => {
  const written = vi.spyOn(console, 'error').mockImplementation(() => {});
  const messages = [1, 2, 3].map(() => describeError(new TypeError('x of undefined, polled')).message);
  expect(new Set(messages).size).toBe(1);
  expect(written).toHaveBeenCalledTimes(1);
  expect(messages[0]).toContain(String(written.mock.calls[0]?.[0]).slice(1, 9));
  describeError(new TypeError('another one'));
  expect(written).toHaveBeenCalledTimes(2);
});

test('what is worth a line is one line, once a minute', () => {
  const written = vi.spyOn(console, 'warn').mockImplementation(() => {});
  for (let time = 0; time < 20; time += 1) warnOnce('The tags of a could not be read', new Error('denied'));
  warnOnce('The tags of b could not be read', new Error('denied'));
  expect(written.mock.calls).toEqual([
    ['The tags of a could not be read: denied'],
    ['The tags of b could not be read: denied'],
  ]);
});
