import { type TrainingJobRecord } from '../../../store/training-job-store';
import { type RunContext } from './run-context';
import { maxWaitEndsAt, runtimeLeftMs } from './run-state';
import { stopRun } from './stop-run';

/** MaxWaitTimeInSeconds, which goes on from the job's creation to its end. */
export const beginMaxWait = (run: RunContext): void => {
  const endsAt = maxWaitEndsAt(run.record.read(), run.notes.get().offMs);
  if (endsAt === undefined) return;
  run.due.set('wait', endsAt - run.parts.clock.now(), () => stopRun(run, 'max-wait'));
};

/** MaxRuntimeInSeconds, for as long as the job has an instance. */
export const beginMaxRuntime = (run: RunContext, job: TrainingJobRecord): void =>
  run.due.set('runtime', runtimeLeftMs(run.state(), job, run.parts.clock.now()), () =>
    stopRun(run, 'max-runtime'),
  );

/** What stands in for the image is waited for: that is no runtime of the job's. */
export const suspendMaxRuntime = (run: RunContext): void => {
  run.happened({ kind: 'image-awaited', at: run.parts.clock.now() });
  run.due.cancel('runtime');
};

export const resumeMaxRuntime = (run: RunContext): void => {
  run.happened({ kind: 'image-ready', at: run.parts.clock.now() });
  if (!run.state().lost && run.goesOn()) beginMaxRuntime(run, run.record.read());
};
