/** What follows in an attempt whose program has ended: checkpoints, status and artifacts, in SageMaker's order. */
import { type TrainingAttempt } from '../attempt/training-attempt';
import { type ProgramEnd } from '../../container/containment';
import { allows, type LifecycleEvent } from '../lifecycle';
import { eventOfStop, type StopCause } from '../stop-cause';
import { saveFinalMetrics } from './final-metrics';
import { outcomeOf } from './next-step';
import { type RunContext } from './run-context';

/**
 * @returns the event that ends the job, which is applied once nothing of the attempt is left; undefined: the
 * instance was lost.
 * @throws JobFailure of a program that failed
 */
export const finishAttempt = async (
  run: RunContext,
  attempt: TrainingAttempt,
  end: ProgramEnd,
): Promise<LifecycleEvent | undefined> => {
  const { disk } = run.parts;
  const outcome = () => outcomeOf(run.state(), run.stopCause(), end);
  await disk.whenThereIsRoom(() => saveFinalMetrics(run));
  const first = outcome();
  if (first.kind === 'instance-lost') return undefined;
  if (first.kind === 'stopped') return finishStopped(run, attempt, first.cause);
  run.due.cancel('market', 'runtime');
  if (first.kind === 'failed') {
    await disk.whenThereIsRoom(() => attempt.finishCheckpoints());
    throw await attempt.failure(end);
  }
  // An order may come while this waits for room on the disk.
  await disk.whenThereIsRoom(() => {
    if (!run.isCutShort()) run.record.happen('program-ended');
  });
  const recorded = outcome();
  if (recorded.kind === 'instance-lost') return undefined;
  if (recorded.kind === 'stopped') return finishStopped(run, attempt, recorded.cause);
  await disk.whenThereIsRoom(() => attempt.finishCheckpoints());
  await upload(run, attempt);
  return 'uploaded';
};

const finishStopped = async (
  run: RunContext,
  attempt: TrainingAttempt,
  cause: StopCause,
): Promise<LifecycleEvent> => {
  const { disk } = run.parts;
  await disk.whenThereIsRoom(() => attempt.finishCheckpoints());
  if (!run.state().closed) {
    await disk.whenThereIsRoom(() => {
      if (allows(run.record.read(), 'uploading-after-stop')) run.record.happen('uploading-after-stop');
    });
    await upload(run, attempt);
  }
  return eventOfStop[cause];
};

const upload = async (run: RunContext, attempt: TrainingAttempt): Promise<void> => {
  const { disk } = run.parts;
  const modelArtifacts = await disk.whenThereIsRoom(() => attempt.uploadArtifacts());
  if (run.state().closed) return;
  await disk.whenThereIsRoom(() =>
    run.record.update((job) => {
      job.modelArtifacts = modelArtifacts;
    }),
  );
};
