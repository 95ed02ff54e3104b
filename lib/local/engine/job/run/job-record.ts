import { type TrainingJobRecord } from '../../../store/training-job-store';
import { type EngineParts } from '../engine-parts';
import { applyEvent, applyMessage, type EventDetails, type LifecycleEvent } from '../lifecycle';

/** One job's record as its run reads and changes it. What changes is durable on return. */
export interface JobRecord {
  read(): TrainingJobRecord;
  update(change: (job: TrainingJobRecord) => void): TrainingJobRecord;
  /** @throws LifecycleError where the job's status has no such event, and what the store throws. */
  happen(event: LifecycleEvent, details?: Partial<EventDetails>): TrainingJobRecord;
  /** A message of the status that stands; it waits while the disk is full. */
  say(message: string): Promise<unknown>;
}

/** @param discount of the spot market, which the job's end is billed by. */
export const createJobRecord = (
  { jobs, clock, disk }: EngineParts,
  name: string,
  discount: () => number | undefined,
): JobRecord => ({
  read() {
    const job = jobs.get(name);
    if (!job) throw new Error(`The record of training job ${name} is gone.`);
    return job;
  },
  update: (change) => jobs.update(name, change),
  happen: (event, details = {}) =>
    jobs.update(name, (job) => applyEvent(job, event, { at: clock.now(), discount: discount(), ...details })),
  say: (message) =>
    disk.whenThereIsRoom(() => jobs.update(name, (job) => applyMessage(job, message, clock.now()))),
});
