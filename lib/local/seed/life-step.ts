import { applyEvent, applyMessage, type LifecycleEvent, messages } from '../engine/job/lifecycle';
import type { TrainingJobRecord } from '../store/training-job-store';

/** Something that happens to a generated job. */
export interface LifeStep {
  event: LifecycleEvent | 'preparing' | 'insufficient-capacity' | 'epoch-ended' | 'artifacts-uploaded';
  /** Milliseconds since the job's creation. */
  at: number;
  message?: string;
  /** Of `epoch-ended`: counts from 1. */
  epoch?: number;
}

export interface LifeDetails {
  /** Share of the on-demand price that spot saves, 0 to 1. */
  discount: number;
  failureReason: string | undefined;
  modelArtifacts: string;
  /** Last values that the script's log names when the epoch ends. */
  metricsOf(epoch: number): { name: string; value: number }[];
}

/**
 * Plays the steps on a record that has just been created, through the engine's own lifecycle, which makes the
 * transitions, times and billable seconds: a generated record cannot say what a real one could not.
 */
export const playLife = (job: TrainingJobRecord, steps: readonly LifeStep[], details: LifeDetails): void => {
  for (const step of steps) {
    const at = job.creationTime + step.at;
    switch (step.event) {
      case 'preparing':
        applyMessage(job, messages.preparing, at);
        break;
      case 'insufficient-capacity':
        applyMessage(job, messages.insufficientCapacity, at);
        break;
      case 'epoch-ended':
        job.finalMetrics = details.metricsOf(step.epoch ?? 1).map((metric) => ({ ...metric, timestamp: at }));
        break;
      case 'artifacts-uploaded':
        job.modelArtifacts = details.modelArtifacts;
        break;
      case 'failed': {
        const { failureReason = '' } = details;
        const message = failureReason.split('\n')[0]?.slice(0, 256);
        applyEvent(job, 'failed', { at, discount: details.discount, failureReason, message });
        break;
      }
      default:
        applyEvent(job, step.event, { at, discount: details.discount, message: step.message });
    }
  }
};
