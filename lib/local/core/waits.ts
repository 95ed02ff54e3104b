import { type Clock } from './clock';

export interface Waits {
  /** Resolves after so many ms, or when all are woken. */
  wait(ms: number): Promise<void>;
  wakeAll(): void;
}

/** Waits for a time that something may cut short: an order, news, or the end of what is waited for. */
export const createWaits = (clock: Clock): Waits => {
  const waiting = new Set<() => void>();
  return {
    wait: (ms) =>
      new Promise((resolve) => {
        const end = () => {
          waiting.delete(end);
          cancel();
          resolve();
        };
        const cancel = clock.after(ms, end);
        waiting.add(end);
      }),
    wakeAll: () => [...waiting].forEach((end) => end()),
  };
};
