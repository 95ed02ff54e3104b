import { expect, it } from 'vitest';
import { createManualClock } from '@/testing/dashboard/manual-clock';
import { createWaits } from './waits';

it('a wait ends with its time, or with all others when they are woken, and then once', async () => {
  const clock = createManualClock();
  const waits = createWaits(clock);
  const ended: string[] = [];
  const short = waits.wait(10).then(() => ended.push('short'));
  const long = waits.wait(1_000).then(() => ended.push('long'));
  await clock.advance(10);
  await short;
  expect(ended).toEqual(['short']);
  waits.wakeAll();
  await long;
  waits.wakeAll();
  await clock.advance(1_000);
  expect(ended).toEqual(['short', 'long']);
});
