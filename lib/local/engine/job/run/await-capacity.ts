import { messages } from '../lifecycle';
import { startWaitSeconds } from '../spot-market';
import { waitBeforeAttempt } from './next-step';
import { type RunContext } from './run-context';

/** Resolves once there is an instance for the next attempt, or an order has come. */
export const awaitCapacity = async (run: RunContext): Promise<void> => {
  const { attempt, capacityAt } = run.notes.get();
  const { clock, disk, market } = run.parts;
  switch (waitBeforeAttempt(run.record.read(), attempt)) {
    case 'capacity':
      await waitUntil(run, capacityAt ?? clock.now());
      await disk.whenThereIsRoom(() => {
        if (run.goesOn()) run.record.happen('capacity-found');
      });
      return;
    case 'first-instance': {
      const wait = startWaitSeconds(market.read(), { job: run.name, attempt: 0 });
      if (wait <= 0) return;
      await run.record.say(messages.insufficientCapacity);
      await waitUntil(run, clock.now() + wait * 1000);
    }
  }
};

/** A stop or the backend's end may have come already, and cuts the wait short. */
const waitUntil = async (run: RunContext, at: number): Promise<void> => {
  const ms = at - run.parts.clock.now();
  if (run.goesOn() && ms > 0) await run.pause.wait(ms);
};
