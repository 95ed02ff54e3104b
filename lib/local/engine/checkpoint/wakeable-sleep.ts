import { type Clock } from '../../core/clock';
import { createWaits } from '../../core/waits';

/** The sleep of a loop between two rounds, which news of the round before cuts short. */
export interface WakeableSleep {
  /** A round begins: what wakes from here on is news. */
  begin(): void;
  wake(): void;
  hasNews(): boolean;
  /** Resolves after `ms`, or with the next news; at once where there is some already. */
  sleep(ms: number): Promise<void>;
}

export const createWakeableSleep = (clock: Clock): WakeableSleep => {
  let news = false;
  const waits = createWaits(clock);
  return {
    begin() {
      news = false;
    },
    wake() {
      news = true;
      waits.wakeAll();
    },
    hasNews: () => news,
    sleep: (ms) => (news ? Promise.resolve() : waits.wait(ms)),
  };
};
