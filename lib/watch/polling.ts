import { inBackgroundLane } from '../process/call-lane';
import { type Clock } from '../process/clock';

export interface Polling {
  /** Runs at once, also where the polling had ended; again after the run under way, if there is one. */
  poke(): void;
  stop(): void;
}

/**
 * Runs `run` again and again, one at a time, each time after as many ms as the last run answered; `undefined`
 * rests until a poke. The first run starts at once.
 */
export const startPolling = (clock: Clock, run: () => Promise<number | undefined>): Polling => {
  let running = false;
  let again = false;
  let stopped = false;
  let cancel = () => {};

  const turn = async () => {
    if (stopped) return;
    if (running) {
      again = true;
      return;
    }
    cancel();
    running = true;
    again = false;
    const delay = await run();
    running = false;
    if (stopped) return;
    if (again) void turn();
    else if (delay !== undefined)
      cancel = clock.after(delay, () => {
        // The first reading, and one that was asked for, somebody waits for; this one nobody.
        void inBackgroundLane(turn);
      });
  };

  void turn();
  return {
    poke: () => void turn(),
    stop: () => {
      stopped = true;
      cancel();
    },
  };
};
