import { backoffDelay } from '../errors/backoff';
import { describeError } from '../errors/describe-error';
import { type Part } from './live-snapshot';
import { type PartReading } from './part-readings';
import { type Polling, startPolling } from './polling';
import { isNotThere } from './watch-state';
import { type Watching } from './watching';

export interface PartPollings {
  follow(reading: PartReading): void;
  /** Reads these parts at once. */
  poke(...parts: Part[]): void;
  stop(): void;
}

export interface PartPollingEvents {
  /** A part was read, or could not be. */
  onTried(): void;
  /** There is no such job. @returns whether the watching goes on, with what is known of it */
  onNotThere(): Promise<boolean>;
  /** It does not. */
  onEnd(error: unknown): void;
}

/** Reads parts over and over; while one cannot be read it is a problem of the snapshot, asked ever more rarely. */
export const createPartPollings = (
  { clock, live, state }: Watching,
  { onTried, onNotThere, onEnd }: PartPollingEvents,
): PartPollings => {
  const pollings = new Map<Part, Polling>();

  const failed = async ({ part, next }: PartReading, error: unknown, beganAt: number) => {
    if (state().isClosed) return undefined;
    const described = describeError(error);
    const isGone = isNotThere(part, described);
    if (isGone && (await onNotThere())) return next(beganAt);
    if (state().isClosed) return undefined;
    const delay = live.failed(part, described, (failures) => backoffDelay(failures, described.code));
    onTried();
    if (isGone) onEnd(error);
    else if (!state().job) live.refuse(error);
    return delay;
  };

  const run = async (reading: PartReading) => {
    const beganAt = clock.now();
    try {
      await reading.read();
      if (state().isClosed) return undefined;
      live.succeeded(reading.part);
      const delay = reading.next(beganAt);
      onTried();
      return delay;
    } catch (error) {
      return failed(reading, error, beganAt);
    }
  };

  return {
    follow: (reading) =>
      void pollings.set(
        reading.part,
        startPolling(clock, () => run(reading)),
      ),
    poke: (...parts) => parts.forEach((part) => pollings.get(part)?.poke()),
    stop: () => pollings.forEach((polling) => polling.stop()),
  };
};
