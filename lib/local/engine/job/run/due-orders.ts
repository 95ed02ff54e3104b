import { type Clock } from '../../../core/clock';

/** Orders that come due by the clock, one of each kind at a time. */
export interface DueOrders<Kind extends string> {
  /** Replaces what was due of that kind. @param delayMs from now; what is past is due at once */
  set(kind: Kind, delayMs: number, give: () => void): void;
  cancel(...kinds: Kind[]): void;
  cancelAll(): void;
}

const retryMs = 1_000;

/** An order that cannot be recorded when it is due, as on a full disk, is given again. */
export const createDueOrders = <Kind extends string>(clock: Clock, job: string): DueOrders<Kind> => {
  const pending = new Map<Kind, () => void>();

  const cancel = (kind: Kind): void => {
    pending.get(kind)?.();
    pending.delete(kind);
  };

  const set = (kind: Kind, delayMs: number, give: () => void): void => {
    cancel(kind);
    const tryToGive = (): void => {
      try {
        give();
      } catch (error) {
        console.error(`training job ${job}: an order could not be recorded, will retry: ${String(error)}`);
        pending.set(kind, clock.after(retryMs, tryToGive));
      }
    };
    pending.set(kind, clock.after(delayMs, tryToGive));
  };

  return {
    set,
    cancel: (...kinds) => kinds.forEach(cancel),
    cancelAll: () => [...pending.keys()].forEach(cancel),
  };
};
