import { type RunContext } from './run-context';
import { areMetricsDue } from './run-state';

/** Records the last value of each metric, of all attempts so far. */
export const saveFinalMetrics = (run: RunContext): void => {
  const finalMetrics = run.attempt.get()?.finalMetrics() ?? [];
  run.happened({ kind: 'metrics-saved', at: run.parts.clock.now() });
  if (finalMetrics.length > 0) {
    run.record.update((job) => {
      job.finalMetrics = finalMetrics;
    });
  }
};

/** While lines come: not with each of them. */
export const saveDueMetrics = (run: RunContext): void => {
  if (areMetricsDue(run.state(), run.parts.clock.now())) saveFinalMetrics(run);
};
