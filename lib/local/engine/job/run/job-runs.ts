import { type EngineParts } from '../engine-parts';
import { type Heartbeat } from '../heartbeat';
import { createJobRun, type JobRun } from './job-run';

/** The jobs that run in this process, each by its name. */
export interface JobRuns {
  /**
   * Nothing happens where the job runs already, or after `close`.
   * @param begin writes what the run needs before it begins
   */
  launch(name: string, begin?: () => void): void;
  get(name: string): JobRun | undefined;
  marketChanged(): void;
  /** Resolves once all of them have ended; none begins any more. */
  close(): Promise<void>;
}

/** The heart beats while any job runs. */
export const createJobRuns = (parts: EngineParts, heartbeat: Heartbeat): JobRuns => {
  const running = new Map<string, JobRun>();
  let closed = false;
  return {
    launch(name, begin) {
      if (closed || running.has(name)) return;
      const run = createJobRun(parts, name, begin);
      running.set(name, run);
      heartbeat.start();
      void run.done.then(() => {
        running.delete(name);
        if (running.size === 0) heartbeat.stop();
      });
    },
    get: (name) => running.get(name),
    marketChanged() {
      for (const run of running.values()) run.marketChanged();
    },
    async close() {
      closed = true;
      for (const run of running.values()) run.close();
      await Promise.all([...running.values()].map(({ done }) => done));
    },
  };
};
