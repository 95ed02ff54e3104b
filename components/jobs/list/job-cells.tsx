'use client';

import { leftRunning } from '@/lib/training/job-end';
import Badge from '@cloudscape-design/components/badge';
import Icon from '@cloudscape-design/components/icon';
import { type ReactNode } from 'react';
import { placeName } from '@/lib/training/backend-slug';
import { formatDuration, formatShare, notKnownYet } from '@/lib/training/format';
import { type DrawnColumnKey, type JobRow } from '@/lib/training/job-columns';
import { hasFailed, jobMoneyOf } from '@/lib/training/money/job-money';
import { atMostText, usdOr } from '@/lib/training/money/money-text';
import { isTerminal } from '@/lib/training/status';
import { AppLink } from '../../shell/app-link';
import { usePageMadeAt } from '../../shell/reader-clock';
import { Time } from '../../shell/time';
import { useNow } from '../../shell/use-now';
import { GoneMark } from '../gone-mark';
import { JobStatus } from '../job-status';
import { EpochProgress } from './epoch-progress';
import styles from './jobs-list.module.css';

/** How the columns are drawn that are more than a text. */
export const jobCells: Record<DrawnColumnKey, (job: JobRow, backend: string) => ReactNode> = {
  name: ({ name, where = '', favourite, archived, goneAt }, backend) => (
    <>
      {favourite && (
        <>
          <Icon name="star-filled" variant="warning" ariaLabel="Favourite" />{' '}
        </>
      )}
      <AppLink href={`/${where || backend}/jobs/${encodeURIComponent(name)}`}>{name}</AppLink>
      {archived && (
        <>
          {' '}
          <Badge>Archived</Badge>
        </>
      )}
      <GoneMark at={goneAt} />
    </>
  ),
  where: ({ where }) =>
    where === undefined ? undefined : <AppLink href={`/${where}/jobs`}>{placeName(where)}</AppLink>,
  status: (job) => (
    <span className={styles.whole}>
      <JobStatus job={job} />
    </span>
  ),
  interruptions: ({ spot, interruptions }) =>
    spot ? interruptions : <Unknown title="On demand is never interrupted" />,
  progress: (job) => <EpochProgress job={job} />,
  duration: (job) => <Duration job={job} />,
  savings: (job) => <SavingsShare job={job} />,
  cost: (job) => <Amount job={job} usd={moneyOf(job).usdPaid} />,
  saved: (job) => <SavedAmount job={job} />,
  created: ({ createdAt }) => <Moment at={createdAt} />,
  ended: (job) =>
    leftRunning(job) ? (
      <Unknown title={endNotSeen} />
    ) : job.endedAt === undefined ? (
      <Unknown title="Still running" />
    ) : (
      <Moment at={job.endedAt} />
    ),
};

const endNotSeen = 'It left the account before its end was seen';

const moneyOf = (job: JobRow) => jobMoneyOf(job, job.usdPerHour);

const savedNothing = (job: JobRow) => (
  <Unknown
    title={
      hasFailed(job)
        ? 'A failed job has saved nothing'
        : 'It ended before it trained: what it cost was spent for nothing'
    }
  />
);

/** Of a job that has ended nothing more comes to be known. */
const notBilled = 'It ended without an instance, or SageMaker told of no billable seconds';
const whyUnknown = ({ status }: JobRow) => (isTerminal(status) ? notBilled : notKnownYet);

/** What was not billed yet is not known; what was, and has no price, says so. */
const Amount = ({ job, usd }: { job: JobRow; usd: number | undefined }) =>
  job.billableSeconds === undefined ? (
    <Unknown title={whyUnknown(job)} />
  ) : (
    <span className="sd-number">{usdOr(usd)}</span>
  );

const SavedAmount = ({ job }: { job: JobRow }) => {
  if (!job.spot) return <Unknown title="On demand: nothing to save" />;
  if (job.forNothing) return savedNothing(job);
  if (job.usefulSeconds === undefined || job.billableSeconds === undefined) {
    return <Unknown title={whyUnknown(job)} />;
  }
  return <span className="sd-number">{atMostText(usdOr(moneyOf(job).usdSaved), job.atMost)}</span>;
};

const Moment = ({ at }: { at: number }) => (
  <span className={styles.created}>
    <Time at={at} />
  </span>
);

export const Unknown = ({ title }: { title: string }) => <span title={title}>–</span>;

const Duration = ({ job }: { job: JobRow }) => {
  const now = useNow(1_000, usePageMadeAt());
  if (leftRunning(job)) return <Unknown title={endNotSeen} />;
  if (job.endedAt !== undefined) return seconds(job.endedAt - job.createdAt);
  if (isTerminal(job.status)) return <Unknown title="Not known" />;
  return seconds(now - job.createdAt);
};

const seconds = (ms: number) => <span className="sd-number">{formatDuration(Math.max(0, ms) / 1000)}</span>;

const SavingsShare = ({ job }: { job: JobRow }) => {
  if (!job.spot) return <Unknown title="On demand: nothing to save" />;
  if (job.savedShare === undefined) {
    return job.forNothing ? savedNothing(job) : <Unknown title={whyUnknown(job)} />;
  }
  const useful = atMostText(`${job.usefulSeconds} s`, job.atMost);
  return (
    <span
      className="sd-number"
      title={`${job.billableSeconds} s billed; on demand it would have taken ${useful}`}
    >
      {atMostText(formatShare(job.savedShare), job.atMost)}
    </span>
  );
};
