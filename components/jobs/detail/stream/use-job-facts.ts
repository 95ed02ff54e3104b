'use client';

import { useMemo } from 'react';
import { useNow } from '@/components/shell/use-now';
import { attemptsOf } from '@/lib/training/attempts';
import { checkpointsOf } from '@/lib/training/checkpoints';
import { jobEndOf } from '@/lib/training/job-end';
import { type JobSnapshot } from '@/lib/training/job-snapshot';
import { progressOf } from '@/lib/training/progress';
import { resumePoints } from '@/lib/training/resume-points';
import { savingsOf } from '@/lib/training/savings';
import { describeStatus } from '@/lib/training/status';
import { timelineOf } from '@/lib/training/timeline';
import { resumeVerdicts } from '../../../../lib/training/resume-verdict';
import { whatHappened } from '../../../../lib/training/what-happened';

/**
 * Everything the page derives from a snapshot. What does not depend on the clock is worked out once a snapshot;
 * attempts, timeline and progress grow with every second while the job runs.
 */
export const useJobFacts = (snapshot: JobSnapshot) => {
  const { job, reading, checkpoints, price } = snapshot;
  const status = describeStatus(job);
  const ticking = useNow(1000, snapshot.observedAt);
  const now = Math.max(ticking, snapshot.observedAt);
  // Of a job that has ended nothing grows with time but the ages of its checkpoints.
  const until = status.terminal ? (jobEndOf(job) ?? snapshot.observedAt) : now;

  const settled = useMemo(
    () => ({
      resumePoints: resumePoints(reading, attemptsOf(job, snapshot.observedAt)),
      verdicts: resumeVerdicts(reading),
      checkpoints: checkpoints && checkpointsOf(checkpoints),
      savings: savingsOf(job, price),
    }),
    [job, reading, checkpoints, price, snapshot.observedAt],
  );

  const attempts = attemptsOf(job, until);
  const timeline = timelineOf(job, until);
  const progress = progressOf(snapshot, until);
  const story = whatHappened({ job, status, attempts, timeline, reading, progress, now: until });
  return { ...settled, status, now, until, attempts, timeline, progress, story };
};

export type JobFacts = ReturnType<typeof useJobFacts>;
