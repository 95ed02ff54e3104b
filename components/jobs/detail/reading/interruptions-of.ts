import { timelineOf } from '@/lib/training/timeline';
import { type TrainingJob } from '@/lib/training/training-job';

/** When the job had no instance, ms since the epoch: an interruption and the wait after it are one gap to a reader. */
export const interruptionsOf = (
  job: TrainingJob,
  observedAt: number,
): { startedAt: number; endedAt: number }[] => {
  const joined: { startedAt: number; endedAt: number }[] = [];
  for (const { kind, startedAt, endedAt = observedAt } of timelineOf(job, observedAt)) {
    if (kind !== 'interrupted' && kind !== 'waiting') continue;
    const last = joined.at(-1);
    if (last && startedAt <= last.endedAt) last.endedAt = Math.max(last.endedAt, endedAt);
    else joined.push({ startedAt, endedAt });
  }
  return joined;
};
