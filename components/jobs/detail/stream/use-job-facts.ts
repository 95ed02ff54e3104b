'use client';

import { useMemo } from 'react';
import { useNow } from '@/components/shell/use-now';
import { attemptsOf } from '@/lib/training/attempts';
import { writerOf } from '@/lib/training/checkpoint-writer';
import { checkpointsOf } from '@/lib/training/checkpoints';
import { endOf, jobEndOf } from '@/lib/training/job-end';
import { type JobSnapshot } from '@/lib/training/job-snapshot';
import { type PageLink, partReading } from '@/lib/training/part-reading';
import { billedTimeOf, jobMoneyOf } from '@/lib/training/money/job-money';
import { type OnDemandPrice } from '@/lib/training/money/price';
import { usefulTimeOf } from '@/lib/training/money/useful-time';
import { progressOf } from '@/lib/training/progress';
import { lostWorkOf } from '@/lib/training/report/lost-work';
import { resumePoints } from '@/lib/training/resume-points';
import { silentSecondsOf } from '@/lib/training/silence';
import { describeStatus } from '@/lib/training/status';
import { timelineOf } from '@/lib/training/timeline';
import { resumeVerdicts } from '../../../../lib/training/resume-verdict';
import { whatHappened } from '../../../../lib/training/what-happened';

/**
 * Everything the page derives from a snapshot. What does not depend on the clock is worked out once a snapshot;
 * attempts, timeline and progress grow with every second while the job runs.
 */
export const useJobFacts = (
  snapshot: JobSnapshot,
  price: OnDemandPrice | undefined,
  link: PageLink,
  /** The server has told of the log's lines. */
  isLogHeard: boolean,
) => {
  const { job, reading, checkpoints, oldReading } = snapshot;
  const told = describeStatus(job);
  const isGone = job.goneAt !== undefined;
  // Of what vanished nothing more comes.
  const status = isGone ? { ...told, terminal: true } : told;
  const ticking = useNow(1000, snapshot.observedAt);
  const now = Math.max(ticking, snapshot.observedAt);
  // Of a job that has ended nothing grows with time but the ages of its checkpoints.
  const until = !status.terminal ? now : told.terminal ? (jobEndOf(job) ?? snapshot.observedAt) : endOf(job);

  const settled = useMemo(() => {
    const attempts = attemptsOf(job, snapshot.observedAt);
    const useful = usefulTimeOf(
      job,
      snapshot.observedAt,
      // An earlier reader took lines within an epoch for its end.
      oldReading ? undefined : lostWorkOf(attempts, reading),
    );
    const found = checkpoints && checkpointsOf(checkpoints);
    return {
      resumePoints: resumePoints(reading, attempts),
      verdicts: resumeVerdicts(reading),
      checkpoints: found,
      ownCheckpoints: found?.checkpoints.filter(({ modifiedAt }) => writerOf(job, modifiedAt) === 'this job')
        .length,
      useful,
      money: jobMoneyOf(billedTimeOf(job, useful), price?.usdPerHour),
    };
  }, [job, reading, oldReading, checkpoints, price, snapshot.observedAt]);

  const attempts = attemptsOf(job, until);
  const timeline = timelineOf(job, until);
  const progress = progressOf(snapshot, until);
  const isLogKnown = !link.isLost && !link.isGone && !snapshot.problems.some(({ part }) => part === 'log');
  const silentSeconds = silentSecondsOf({
    job,
    attempt: latestAttemptOf(reading, attempts.at(-1)?.number),
    secondsEach: progress.secondsEach,
    now: isLogKnown ? now : snapshot.observedAt,
  });
  const readings = useReadings(snapshot, link, isLogHeard);
  const isLogRead = readings.log.is === 'read';
  const story = whatHappened({ job, status, attempts, timeline, reading, isLogRead, progress, now: until });
  return { ...settled, status, now, until, attempts, timeline, progress, silentSeconds, story, readings };
};

/** The same objects until something changes: what is drawn from them is not drawn again each second. */
const useReadings = (snapshot: JobSnapshot, { isLost, isGone }: PageLink, isLogHeard: boolean) =>
  useMemo(() => {
    const link = { isLost, isGone };
    return {
      log: partReading(snapshot, 'log', link),
      lines: partReading(snapshot, 'log', link, isLogHeard),
      metrics: partReading(snapshot, 'metrics', link),
      hosts: partReading(snapshot, 'hosts', link),
      checkpoints: partReading(snapshot, 'checkpoints', link),
      price: partReading(snapshot, 'price', link),
    };
  }, [snapshot, isLost, isGone, isLogHeard]);

const latestAttemptOf = (reading: JobSnapshot['reading'], number: number | undefined) =>
  reading.attempts.find(({ attempt }) => attempt === number);

export type JobFacts = ReturnType<typeof useJobFacts>;
