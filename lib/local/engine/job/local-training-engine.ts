import { isTerminal, type TrainingJobRecord } from '../../store/training-job-store';
import { validationError } from '../../core/aws-error';
import { createEngineParts, fixDiscount, type TrainingEngineOptions } from './engine-parts';
import { createHeartbeat } from './heartbeat';
import { interruptionRefusal, statusRefusal } from './interruption-refusal';
import { recoverJobs } from './recover-jobs';
import { type JobRun } from './run/job-run';
import { createJobRuns } from './run/job-runs';
import { type TrainingEngine } from './training-engine';

/** The engine that really trains: each job is a run of its own (see job-run.ts). */
export const createTrainingEngine = (options: TrainingEngineOptions): TrainingEngine => {
  const parts = createEngineParts(options);
  const { jobs, disk } = parts;
  const heartbeat = createHeartbeat(options.database, parts.clock, disk);
  const runs = createJobRuns(parts, heartbeat);

  /** What a run needs before it begins: what is known of an earlier job of this name is not about this one. */
  const begin = (name: string): void => {
    parts.runs.delete(name);
    fixDiscount(parts, name);
  };

  const runOf = (name: string): { job: TrainingJobRecord; run: JobRun } => {
    const job = jobs.get(name);
    if (!job) throw validationError('Requested resource not found.');
    const run = runs.get(name);
    if (isTerminal(job) || !run) throw validationError(statusRefusal(job));
    return { job, run };
  };

  return {
    start(name) {
      let first: (() => void) | undefined;
      try {
        begin(name);
      } catch (error) {
        if (!disk.note(error)) throw error;
        first = () => begin(name);
      }
      const earlier = runs.get(name);
      if (earlier) void earlier.done.then(() => runs.launch(name, first));
      else runs.launch(name, first);
    },
    stop(name) {
      const { job, run } = runOf(name);
      if (job.status === 'InProgress') run.stop('requested');
    },
    interrupt(name, { afterEpoch, notice = true, capacityWaitSeconds }) {
      const { job, run } = runOf(name);
      const refusal = interruptionRefusal(job, afterEpoch !== undefined);
      if (refusal !== undefined) throw validationError(refusal);
      if (afterEpoch === undefined) run.interrupt({ notice, capacityWaitSeconds });
      else run.interruptAfterEpoch({ afterEpoch, notice, capacityWaitSeconds });
    },
    spotMarket: parts.market.read,
    setSpotMarket(market) {
      parts.market.write(market);
      runs.marketChanged();
    },
    recover: () => recoverJobs(parts, heartbeat.last() ?? 0, (name) => runs.launch(name)),
    async close() {
      disk.close();
      await runs.close();
    },
  };
};
