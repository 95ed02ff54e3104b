import { type Clock } from '../core/clock';
import { type LogUpkeep } from './log-store';

/** Sweeps the log store in the background, one small piece a turn, until nothing is left; and again each hour. */
export interface LogSweeper {
  /** Something was removed. */
  wake(): void;
  close(): void;
}

const hourMillis = 3_600_000;
/** Between two pieces: what is asked meanwhile is answered first. */
const pauseMillis = 2;
/** After a failure, as on a full disk. */
const retryMillis = 30_000;

export const createLogSweeper = (logs: LogUpkeep, clock: Clock): LogSweeper => {
  let cancel = () => {};
  let closed = false;

  const sweepIn = (millis: number) => {
    cancel();
    if (!closed) cancel = clock.after(millis, sweep);
  };
  const sweep = () => {
    try {
      sweepIn(logs.sweep() ? pauseMillis : hourMillis);
    } catch (error) {
      console.error('old logs could not be deleted:', error);
      sweepIn(retryMillis);
    }
  };

  sweepIn(pauseMillis);
  return {
    wake: () => sweepIn(pauseMillis),
    close() {
      closed = true;
      cancel();
    },
  };
};
