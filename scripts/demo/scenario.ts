/** What the demo plays: four trainings of one script, the same at every run, under names of the run's own. */
import { type Outcome } from '../../lib/training/status';

export interface Interruption {
  /**
   * `checkpoint`: once the epoch's checkpoint is in S3, so that no whole epoch is lost. `epoch`: as soon as the log
   * names its end, when the checkpoint is still on its way, so that it is trained twice.
   */
  after: { kind: 'checkpoint' | 'epoch'; epoch: number };
  /** false: the process is killed without notice. */
  notice: boolean;
  capacityWaitSeconds: number;
}

export interface Scene {
  /** Last part of the job's name. */
  role: 'failed' | 'no-capacity' | 'on-demand' | 'spot';
  /** What its page shows. */
  shows: string;
  spot: boolean;
  /** Override the example's own. */
  hyperparameters: Record<string, string>;
  /** Seconds. */
  limits?: { maxRuntime: number; maxWait: number };
  interruptions: Interruption[];
  /** Outcome that the job must end with. */
  ends: Outcome;
}

/** Enough for 96 % on the test digits, and few enough for two trainings on two cores within three minutes. */
const training = { epochs: '6', 'train-size': '30000', seed: '1' };

export const failedScene: Scene = {
  role: 'failed',
  shows: 'a failed job: its script refused a hyperparameter, and says which',
  spot: true,
  hyperparameters: { ...training, 'learning-rate': '0' },
  interruptions: [],
  ends: 'failed',
};

export const noCapacityScene: Scene = {
  role: 'no-capacity',
  shows: 'a job that lost its instance and ran out of its max wait before there was another',
  spot: true,
  hyperparameters: { epochs: '10', 'train-size': '10000', seed: '1' },
  limits: { maxRuntime: 75, maxWait: 75 },
  interruptions: [{ after: { kind: 'epoch', epoch: 2 }, notice: true, capacityWaitSeconds: 900 }],
  ends: 'max-wait-exceeded',
};

export const onDemandScene: Scene = {
  role: 'on-demand',
  shows: 'the baseline: the same training on demand, never interrupted',
  spot: false,
  hyperparameters: training,
  interruptions: [],
  ends: 'completed',
};

export const spotScene: Scene = {
  role: 'spot',
  shows: 'interrupted twice, resumed from its checkpoints, completed: curve, timeline, savings',
  spot: true,
  hyperparameters: training,
  interruptions: [
    { after: { kind: 'checkpoint', epoch: 2 }, notice: true, capacityWaitSeconds: 6 },
    { after: { kind: 'epoch', epoch: 4 }, notice: false, capacityWaitSeconds: 10 },
  ],
  ends: 'completed',
};
