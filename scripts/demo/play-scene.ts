/** Launches one training of the scenario and follows it, by the dashboard's own use cases. */
import { randomUUID } from 'node:crypto';
import { interruptJob } from '../../lib/jobs/interrupt-job';
import { launchDraft } from '../../lib/launch/launch-draft';
import { launchJob } from '../../lib/launch/launch-job';
import { watchJob } from '../../lib/backfill/watch-job';
import { checkpointsOf } from '../../lib/training/checkpoints';
import { defaultCheckpointUri, type LaunchDraft } from '../../lib/training/launch-draft';
import { launchInputSchema } from '../../lib/training/launch-input';
import { type JobSnapshot } from '../../lib/training/job-snapshot';
import { isTerminal } from '../../lib/training/status';
import { interruptionCount } from '../../lib/training/attempts';
import { runUseCase } from '../../lib/use-cases/run-use-case';
import { createProgressLines } from './progress-lines';
import { type Scene } from './scenario';

const backend = 'local';
const example = 'mnist-tensorflow';

/** A training under way. */
export interface PlayedJob {
  name: string;
  scene: Scene;
  /** Settles once the job has ended. */
  ended: Promise<JobSnapshot>;
  /** Settles once every planned interruption has happened, or the job has ended. */
  interrupted: Promise<void>;
}

/** @param say takes each line of progress @throws {SpotdeckError} where the launch is refused */
export const playScene = async (
  scene: Scene,
  name: string,
  say: (line: string) => void,
): Promise<PlayedJob> => {
  await runUseCase(launchJob, backend, {
    ...launchInputSchema.parse(draftOf(scene, name, await exampleDraft())),
    launchId: randomUUID(),
  });
  const lines = createProgressLines();
  const talking = until(name, (snapshot) => {
    lines(snapshot).forEach(say);
    return hasEnded(snapshot);
  });
  return { name, scene, ended: talking, interrupted: interrupt(scene, name) };
};

const exampleDraft = () => runUseCase(launchDraft, backend, { kind: 'example', example });

const draftOf = (scene: Scene, name: string, draft: LaunchDraft): LaunchDraft => ({
  ...draft,
  name,
  hyperparameters: draft.hyperparameters.map((entry) => ({
    ...entry,
    value: scene.hyperparameters[entry.name] ?? entry.value,
  })),
  spot: scene.spot,
  checkpoint: scene.spot
    ? { s3Uri: defaultCheckpointUri(new URL(draft.outputS3Uri).hostname, name) }
    : undefined,
  maxWaitSeconds: scene.spot ? String(scene.limits?.maxWait ?? draft.maxWaitSeconds) : undefined,
  ...(scene.limits && { maxRuntimeSeconds: String(scene.limits.maxRuntime) }),
  tags: [{ key: 'scenario', value: 'demo' }],
});

/** One order at a time: the backend knows only the newest. */
const interrupt = async ({ interruptions }: Scene, name: string): Promise<void> => {
  for (const [index, { after, ...order }] of interruptions.entries()) {
    if (after.kind === 'epoch') {
      await runUseCase(interruptJob, backend, { ...order, name, afterEpoch: after.epoch });
    } else {
      const { job } = await until(
        name,
        (snapshot) => hasCheckpoint(snapshot, after.epoch) || hasEnded(snapshot),
      );
      if (isTerminal(job.status)) return;
      await runUseCase(interruptJob, backend, { ...order, name });
    }
    const { job } = await until(
      name,
      (snapshot) => interruptionCount(snapshot.job) > index || hasEnded(snapshot),
    );
    if (isTerminal(job.status)) return;
  }
};

const hasCheckpoint = ({ checkpoints = [] }: JobSnapshot, epoch: number) =>
  checkpointsOf(checkpoints).checkpoints.some(
    (checkpoint) => (checkpoint.epoch ?? checkpoint.bare) === epoch,
  );

const hasEnded = ({ job }: JobSnapshot) => isTerminal(job.status);

/** The first snapshot of the job for which the condition holds. @throws where the job is gone */
export const until = async (
  name: string,
  holds: (snapshot: JobSnapshot) => boolean,
): Promise<JobSnapshot> => {
  const watch = watchJob(backend, name);
  const now = await watch.snapshot();
  if (holds(now)) return now;
  return new Promise((resolve, reject) => {
    const unsubscribe = watch.subscribe((event) => {
      if (event.kind === 'gone') {
        unsubscribe();
        reject(new Error(event.error.message));
      } else if (event.kind === 'snapshot' && holds(event.snapshot)) {
        unsubscribe();
        resolve(event.snapshot);
      }
    });
  });
};
