import { act, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type ActionResult } from '@/lib/errors/action-result';
import { BackendNotices } from './backend-notices';

const full = { kind: 'disk-full', message: 'Training waits until there is room.' };
const none: never[] = [];
type Answer = ActionResult<(typeof full)[]>;
let answer: () => Answer;
let asked = 0;
const read = (): Promise<Answer> => {
  asked += 1;
  return Promise.resolve().then(answer);
};

beforeEach(() => {
  vi.useFakeTimers();
  asked = 0;
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

/** A while, in which the page asks once. */
const wait = () => act(() => vi.advanceTimersByTimeAsync(5000));
const bar = () => screen.queryByText('Training waits until there is room.');

it('comes when the disk is full and goes when there is room, without a new page', async () => {
  answer = () => ({ ok: true, value: [full] });
  render(<BackendNotices notices={none} read={read} />);
  expect(bar()).toBeNull();
  await wait();
  expect(bar()).not.toBeNull();
  expect(screen.getByText('The disk is full')).toBeDefined();
  answer = () => {
    throw new Error('down');
  };
  await wait();
  expect(bar(), 'no answer is not an empty one').not.toBeNull();
  answer = () => ({ ok: true, value: none });
  await wait();
  expect(bar()).toBeNull();
  expect(asked).toBe(3);
});

it('asks nothing while nobody looks, and at once when somebody does', async () => {
  const initial = [full];
  const seen = vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden');
  answer = () => ({ ok: true, value: none });
  render(<BackendNotices notices={initial} read={read} />);
  await wait();
  expect(asked).toBe(0);
  expect(bar()).not.toBeNull();
  seen.mockReturnValue('visible');
  await act(async () => {
    document.dispatchEvent(new Event('visibilitychange'));
    await vi.advanceTimersByTimeAsync(0);
  });
  expect(asked).toBe(1);
  expect(bar()).toBeNull();
});
