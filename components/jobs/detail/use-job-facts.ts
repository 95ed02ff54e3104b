'use client';

import { useMemo } from 'react';
import { useNow } from '@/components/shell/use-now';
import { attemptsOf } from '@/lib/training/attempts';
import { checkpointsOf } from '@/lib/training/checkpoints';
import { type JobSnapshot } from '@/lib/training/job-snapshot';
import { progressOf } from '@/lib/training/progress';
import { resumePoints } from '@/lib/training/resume-points';
import { savingsOf } from '@/lib/training/savings';
import { describeStatus } from '@/lib/training/status';
import { timelineOf } from '@/lib/training/timeline';
import { resumeVerdicts } from './resume-verdict';
import { whatHappened } from './what-happened';

/**
 * Everything the page derives from a snapshot. What does not depend on the clock is worked out once a snapshot;
 * attempts, timeline and progress grow with every second while the job runs.
 */
export const useJobFacts = (snapshot: JobSnapshot) => {
  const { job, reading, checkpoints, price } = snapshot;
  const status = describeStatus(job);
  const ticking = useNow(1000, snapshot.observedAt);
  // A job that has ended does not change with time, but the ages of its checkpoints do.
  const now = Math.max(ticking, snapshot.observedAt);

  const settled = useMemo(
    () => ({
      resumePoints: resumePoints(reading, attemptsOf(job, snapshot.observedAt)),
      verdicts: resumeVerdicts(reading),
      checkpoints: checkpoints && checkpointsOf(checkpoints),
      savings: savingsOf(job, price),
    }),
    [job, reading, checkpoints, price, snapshot.observedAt],
  );

  const attempts = attemptsOf(job, now);
  const timeline = timelineOf(job, now);
  const progress = progressOf(snapshot, now);
  const story = whatHappened({ job, status, attempts, timeline, reading, progress, now });
  return { ...settled, status, now, attempts, timeline, progress, story };
};

export type JobFacts = ReturnType<typeof useJobFacts>;
