import { type Clock } from '../core/clock';
import { type LogUpkeep } from './log-store';

/** Sweeps the log store in the background, one small piece a turn, until nothing is left; and again each hour. */
export interface LogSweeper {
  /** Something was removed. */
  wake(): void;
  close(): void;
}

const hourMs = 3_600_000;
/** Between two pieces: what is asked meanwhile is answered first. */
const pauseMs = 2;
/** After a failure, as on a full disk. */
const retryMs = 30_000;

export const createLogSweeper = (logs: LogUpkeep, clock: Clock): LogSweeper => {
  let cancel = () => {};
  let closed = false;

  const sweepIn = (ms: number) => {
    cancel();
    if (!closed) cancel = clock.after(ms, sweep);
  };
  const sweep = () => {
    try {
      sweepIn(logs.sweep() ? pauseMs : hourMs);
    } catch (error) {
      console.error('old logs could not be deleted:', error);
      sweepIn(retryMs);
    }
  };

  sweepIn(pauseMs);
  return {
    wake: () => sweepIn(pauseMs),
    close() {
      closed = true;
      cancel();
    },
  };
};
