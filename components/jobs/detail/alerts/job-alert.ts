/** What of a job's life is worth telling somebody who looks elsewhere. Pure: the browser is told in `use-job-alerts`. */
import { formatDuration } from '@/lib/training/format';
import { type StatusDescription } from '@/lib/training/status';

export interface JobState {
  status: Pick<StatusDescription, 'outcome' | 'label' | 'terminal'>;
  /** In the order of attempts. */
  resumes: readonly { attempt: number; label: string; checkpoint?: string }[];
  /** Seconds without a line, where that is too long. */
  silentSeconds?: number;
  /** What happened, in a sentence. */
  headline: string;
}

export interface JobAlert {
  title: string;
  body: string;
}

/** The most important thing that came between two looks at a job. */
export const alertBetween = (name: string, before: JobState, after: JobState): JobAlert | undefined => {
  if (before.status.terminal) return undefined;
  if (after.status.terminal) return { title: `${name}: ${after.status.label}`, body: after.headline };
  if (after.status.outcome === 'interrupted' && before.status.outcome !== 'interrupted')
    return { title: `${name} was interrupted`, body: 'Its instance was taken away. It waits for another.' };
  const resumed = after.resumes.length > before.resumes.length ? after.resumes.at(-1) : undefined;
  if (resumed) {
    const from = resumed.checkpoint === undefined ? '' : ` from ${resumed.checkpoint}`;
    return {
      title: `${name} resumed`,
      body: `Attempt ${resumed.attempt} went on at ${resumed.label}${from}.`,
    };
  }
  if (after.silentSeconds !== undefined && before.silentSeconds === undefined)
    return {
      title: `${name} has fallen silent`,
      body: `No new line in its log for ${formatDuration(after.silentSeconds)}.`,
    };
  return undefined;
};
