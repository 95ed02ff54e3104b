import { type TrainingJobRecord } from '../../../store/training-job-store';
import { type ContainerFolder } from '../../container/container-folder';
import { describeFailure } from '../../container/program-failure';
import { removeTree } from '../../container/remove-tree';
import { type EngineParts } from '../engine-parts';
import { createHostCheckpoints, type HostCheckpoints } from './host-checkpoints';
import { createHostContext, type HostContext, type HostOptions } from './host-context';
import { prepareHost } from './host-preparation';
import { endProgram } from './host-program';
import { noticeBy, stopBy } from './host-state';
import { trainHost } from './host-training';
import { inWords } from './in-words';
import { type TrainingAttempt } from './training-attempt';

/**
 * One host of an attempt: one simulated instance with one container, from its empty folder to the folder's destruction.
 * It knows nothing of the job's status, and nothing of the other hosts. What its orders mean: see training-attempt.ts.
 */
export interface HostAttempt extends Omit<TrainingAttempt, 'finalMetrics' | 'uploadArtifacts'> {
  folder: ContainerFolder;
  /** Whatever is thrown becomes a failure in the reader's words. */
  inWords<Value>(act: () => Promise<Value>): Promise<Value>;
}

/** @throws ClientError for a job that this backend cannot run */
export const createHostAttempt = (
  parts: EngineParts,
  job: TrainingJobRecord,
  options: HostOptions,
): HostAttempt => {
  const host = createHostContext(parts, job, options);
  const checkpoints = createHostCheckpoints(host);
  const { plan, holds, log } = host;
  const { folder, words } = plan;
  const finishCheckpoints = async () => checkpoints?.finish();
  /** What is brought to S3 after a notice. */
  let saved: Promise<unknown> = Promise.resolve();

  return {
    folder,
    inWords: (act) => inWords(words, act),
    prepare: (signal) => inWords(words, () => prepareHost(host, checkpoints, signal)),
    train: () => trainHost(host, checkpoints),
    terminate(graceMs) {
      const { order, withinMs } = stopBy(graceMs);
      checkpoints?.finishWithin(withinMs);
      endProgram(host, checkpoints, order);
    },
    giveNotice(graceMs, withinMs) {
      checkpoints?.finishWithin(withinMs);
      endProgram(host, checkpoints, noticeBy(graceMs, withinMs));
      if (!holds.running) return;
      saved = holds.running.ended.then((end) => {
        host.happened({ type: 'ended', end });
        return finishCheckpoints();
      });
    },
    note: log.warn,
    kill() {
      // Before the program is dead: what it was writing would then look whole.
      void checkpoints?.abandon();
      endProgram(host, checkpoints, { kind: 'kill' });
    },
    finishCheckpoints: () => inWords(words, finishCheckpoints),
    failure: (end) =>
      describeFailure(folder, words, log.warn, {
        end,
        errorClass: host.state().errorClass,
        output: host.state().stderrTail,
        command: holds.command ?? { program: '', shown: 'The program', args: [], cwd: '' },
      }),
    async destroy() {
      await holds.running?.kill();
      await holds.channels?.close();
      await saved.catch((error: unknown) => log.warn(`Checkpoints could not be saved: ${String(error)}`));
      await clearAway(host, checkpoints);
    },
  };
};

const clearAway = async (
  { plan, holds, log }: HostContext,
  checkpoints: HostCheckpoints | undefined,
): Promise<void> => {
  await checkpoints?.abandon();
  // The folder first: it may hold the very space that the last lines wait for. One that cannot be removed now is
  // tried again at the next start; the job's end does not wait for it.
  await removeTree(plan.root);
  holds.standIn?.release();
  await log.close();
};
