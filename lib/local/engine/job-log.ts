import { type DiskSpace } from '../store/disk-space';
import { type LogEvent, type LogStore } from '../store/log-store';
import { type Clock } from './clock';

/**
 * Brings one attempt's lines into its log stream, in batches. Memory is bounded: who writes faster than the store
 * takes it waits, and so does the program at its pipe. Between batches other requests get their turn.
 */
export interface JobLog {
  /** Lines as events, in order. Await it: it resolves when there is room for more. */
  write(lines: readonly string[]): Promise<void>;
  /** Resolves once every line is in the store, or could not be brought there. */
  close(): Promise<void>;
}

export const trainingLogGroup = '/aws/sagemaker/TrainingJobs';

const batchMillis = 100;
const batchCharacters = 512 * 1024;
const retryMillis = 1000;
const triesAtClose = 5;

/** @param disk while it is full, lines wait however long that takes. */
export const createJobLog = (
  logs: LogStore,
  group: string,
  stream: string,
  clock: Clock,
  disk?: DiskSpace,
): JobLog => {
  let waiting: LogEvent[] = [];
  let size = 0;
  let cancelTimer: (() => void) | undefined;
  let flushing: Promise<void> | undefined;
  let closing = false;

  const appendWithRetry = async (events: LogEvent[]): Promise<void> => {
    for (let tries = 1; ; tries += 1) {
      try {
        logs.append(group, stream, events);
        return;
      } catch (error) {
        const isFull = disk?.note(error) === true && !disk.closed();
        if (!isFull) {
          console.error(
            `log stream ${stream}: ${events.length} events could not be stored: ${String(error)}`,
          );
          if (closing && tries >= triesAtClose) return;
        }
        await new Promise<void>((resolve) => clock.after(retryMillis, resolve));
      }
    }
  };

  const drain = async (): Promise<void> => {
    while (waiting.length > 0) {
      const events = waiting;
      waiting = [];
      size = 0;
      await appendWithRetry(events);
      await new Promise((resolve) => setImmediate(resolve));
    }
  };

  const flush = (): Promise<void> => {
    cancelTimer?.();
    cancelTimer = undefined;
    flushing ??= drain().finally(() => {
      flushing = undefined;
    });
    return flushing;
  };

  return {
    async write(lines) {
      const timestamp = clock.now();
      for (const message of lines) {
        waiting.push({ timestamp, message });
        size += message.length;
      }
      if (size >= batchCharacters) await flush();
      else cancelTimer ??= clock.after(batchMillis, () => void flush());
    },
    async close() {
      closing = true;
      while (waiting.length > 0 || flushing) await flush();
    },
  };
};
