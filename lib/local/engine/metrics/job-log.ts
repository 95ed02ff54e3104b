import { type DiskSpace } from '../../store/disk-space';
import { type LogEvent, type LogStore } from '../../store/log-store';
import { type MetricSample } from '../../store/metric-store';
import { type Clock } from '../../core/clock';

/**
 * Brings one attempt's lines into its log stream, in batches. Memory is bounded: who writes faster than the store
 * takes it waits, and so does the program at its pipe. Between batches other requests get their turn.
 */
export interface JobLog {
  /**
   * Lines as events, in order, and the metric values found in them: what is in the store is there with the other.
   * Await it: it resolves when there is room for more.
   */
  write(lines: readonly string[], samples?: readonly MetricSample[]): Promise<void>;
  /** Resolves once every line is in the store, or could not be brought there. */
  close(): Promise<void>;
}

export const trainingLogGroup = '/aws/sagemaker/TrainingJobs';

const batchMs = 100;
const batchCharacters = 512 * 1024;
const retryMs = 1000;
const triesAtClose = 5;

/** Where metric values go, and what makes one write of several. */
export interface LogMetrics {
  put(samples: readonly MetricSample[]): void;
  atomically(act: () => void): void;
}

/** @param disk while it is full, lines wait however long that takes. */
export const createJobLog = (
  logs: LogStore,
  group: string,
  stream: string,
  clock: Clock,
  disk?: DiskSpace,
  metrics?: LogMetrics,
): JobLog => {
  let waiting: LogEvent[] = [];
  let found: MetricSample[] = [];
  let size = 0;
  let cancelTimer: (() => void) | undefined;
  let flushing: Promise<void> | undefined;
  let closing = false;

  const append = (events: LogEvent[], samples: MetricSample[]): void => {
    if (!metrics || samples.length === 0) {
      logs.append(group, stream, events);
      return;
    }
    metrics.atomically(() => {
      logs.append(group, stream, events);
      metrics.put(samples);
    });
  };

  const appendWithRetry = async (events: LogEvent[], samples: MetricSample[]): Promise<void> => {
    for (let tries = 1; ; tries += 1) {
      try {
        append(events, samples);
        return;
      } catch (error) {
        const isFull = disk?.note(error) === true && !disk.closed();
        if (!isFull) {
          console.error(
            `log stream ${stream}: ${events.length} events could not be stored: ${String(error)}`,
          );
          if (closing && tries >= triesAtClose) return;
        }
        await new Promise<void>((resolve) => clock.after(retryMs, resolve));
      }
    }
  };

  const drain = async (): Promise<void> => {
    while (waiting.length > 0) {
      const events = waiting;
      const samples = found;
      waiting = [];
      found = [];
      size = 0;
      await appendWithRetry(events, samples);
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
    async write(lines, samples = []) {
      const timestamp = clock.now();
      found.push(...samples);
      for (const message of lines) {
        waiting.push({ timestamp, message });
        size += message.length;
      }
      if (size >= batchCharacters) await flush();
      else cancelTimer ??= clock.after(batchMs, () => void flush());
    },
    async close() {
      closing = true;
      while (waiting.length > 0 || flushing) await flush();
    },
  };
};
