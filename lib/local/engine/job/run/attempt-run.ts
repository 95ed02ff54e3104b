import { type AttemptEvents, createTrainingAttempt, type TrainingAttempt } from '../attempt/training-attempt';
import { choosePaths, type ProgramEnd } from '../../container/containment';
import { type TrainingJobRecord } from '../../../store/training-job-store';
import { type LifecycleEvent, messages } from '../lifecycle';
import { eventOfStop } from '../stop-cause';
import { finishAttempt } from './attempt-finish';
import { beginAttempt, dropOrder, followLines } from './epoch-order';
import { saveDueMetrics, saveFinalMetrics } from './final-metrics';
import { followMarket } from './interruptions';
import { type RunContext } from './run-context';
import { beginMaxRuntime, resumeMaxRuntime, suspendMaxRuntime } from './time-limits';

/** One attempt, to its last trace. @returns the event that ends the job; undefined: the instance was lost. */
export const runAttempt = async (run: RunContext): Promise<LifecycleEvent | undefined> => {
  const { parts, notes } = run;
  const number = notes.get().attempt + 1;
  const paths = await choosePaths(parts.isolation);
  await parts.disk.whenThereIsRoom(() =>
    notes.write({ attempt: number, process: undefined, capacityAt: undefined }),
  );
  run.happened({ kind: 'attempt-begun' });
  const signal = run.attempt.prepare();
  const attempt = createTrainingAttempt(parts, run.record.read(), number, eventsFor(run), paths);
  run.attempt.begin(attempt);
  beginAttempt(run, number);
  try {
    const end = await train(run, attempt, signal).catch((error: unknown) => {
      if (run.isCutShort()) return undefined;
      throw error;
    });
    if (run.state().lost) return undefined;
    return end ? await finishAttempt(run, attempt, end) : eventOfStop[run.stopCause() ?? 'requested'];
  } finally {
    await clearAway(run, attempt);
  }
};

const eventsFor = (run: RunContext): AttemptEvents => ({
  onProcess: (process) => run.notes.note({ process }),
  onLines(lines) {
    followLines(run, lines);
    saveDueMetrics(run);
  },
  onImage() {
    suspendMaxRuntime(run);
    return run.record
      .say(messages.downloadingImage)
      .catch((error: unknown) =>
        console.error(`training job ${run.name}: its message could not be recorded: ${String(error)}`),
      );
  },
  onImageReady: () => resumeMaxRuntime(run),
});

const train = async (run: RunContext, attempt: TrainingAttempt, signal: AbortSignal): Promise<ProgramEnd> => {
  beginMaxRuntime(run, await step(run, 'instance-ready', signal));
  await run.parts.disk.whenThereIsRoom(() => attempt.prepare(signal), signal);
  await step(run, 'program-started', signal);
  followMarket(run);
  return attempt.train();
};

/** An event on the way to training; an order cuts it off. */
const step = (run: RunContext, event: LifecycleEvent, signal: AbortSignal): Promise<TrainingJobRecord> =>
  run.parts.disk.whenThereIsRoom(() => {
    // It may have come while the attempt waited to be recorded.
    if (!run.goesOn()) run.attempt.cutPreparation();
    signal.throwIfAborted();
    return run.record.happen(event);
  }, signal);

const clearAway = async (run: RunContext, attempt: TrainingAttempt): Promise<void> => {
  run.due.cancel('market', 'runtime', 'order', 'notice');
  dropOrder(run, attempt);
  await attempt.destroy();
  const { lost, closed } = run.state();
  if (lost && !closed) await run.parts.disk.whenThereIsRoom(() => saveFinalMetrics(run));
  run.attempt.end();
  run.notes.note({ process: undefined });
};
