import { type Clock } from '../../../core/clock';

/** A run's wait for a moment, which an order cuts short. */
export interface RunPause {
  /** Resolves at `at`, milliseconds since the epoch, or when `cut` is called. */
  until(at: number): Promise<void>;
  cut(): void;
}

export const createRunPause = (clock: Clock): RunPause => {
  let wake = () => {};
  return {
    async until(at) {
      if (at <= clock.now()) return;
      await new Promise<void>((resolve) => {
        const cancel = clock.after(at - clock.now(), resolve);
        wake = () => {
          cancel();
          resolve();
        };
      });
      wake = () => {};
    },
    cut: () => wake(),
  };
};
