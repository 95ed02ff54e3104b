import { expect, it } from 'vitest';
import { createWakeableSleep } from './wakeable-sleep';

/** Time that a test lets pass; what was cancelled never comes due. */
const handClock = () => {
  const due = new Set<() => void>();
  return {
    pass: () => [...due].forEach((come) => come()),
    waiting: () => due.size,
    now: () => 0,
    after(_: number, come: () => void) {
      due.add(come);
      return () => due.delete(come);
    },
  };
};

it('ends with its time or with news, and leaves nothing due', async () => {
  const clock = handClock();
  const sleep = createWakeableSleep(clock);
  const whole = sleep.sleep(10);
  clock.pass();
  await whole;
  expect(sleep.hasNews()).toBe(false);
  const cut = sleep.sleep(10);
  const before = clock.waiting();
  sleep.wake();
  await cut;
  expect([before - clock.waiting(), sleep.hasNews()]).toEqual([1, true]);
});

it('does not begin where news has come since the round began; the next round has news of its own', async () => {
  const clock = handClock();
  const sleep = createWakeableSleep(clock);
  sleep.begin();
  sleep.wake();
  await sleep.sleep(10);
  expect(clock.waiting()).toBe(0);
  sleep.begin();
  expect(sleep.hasNews()).toBe(false);
  void sleep.sleep(10);
  expect(clock.waiting()).toBe(1);
});
