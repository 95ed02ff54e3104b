/** What is known of an instance type's spot jobs in an account. */
import { formatDuration, formatNumber, formatShare } from './format';

export interface SpotHistory {
  instanceType: string;
  /** Finished spot jobs that were looked at: the newest. */
  jobs: number;
  /** Of these, how many were interrupted at least once. */
  interruptedJobs: number;
  /** Half of them waited no longer for instances: before their start and after interruptions, in all. */
  medianWaitSeconds: number;
}

/** `12 spot jobs, 25.0% interrupted, median wait 3 min 05 s`. */
export const historyInWords = ({ jobs, interruptedJobs, medianWaitSeconds }: SpotHistory): string =>
  `${formatNumber(jobs)} spot ${jobs === 1 ? 'job' : 'jobs'}, ${formatShare(interruptedJobs / jobs)} interrupted, ` +
  `median wait ${formatDuration(medianWaitSeconds)}`;
