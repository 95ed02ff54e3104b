'use client';

import Box from '@cloudscape-design/components/box';
import ProgressBar from '@cloudscape-design/components/progress-bar';
import { formatDuration, capitalized } from '@/lib/training/format';
import { type PartReading } from '@/lib/training/part-reading';
import { countOf, formatPosition, unitNames } from '@/lib/training/position';
import { type progressOf } from '@/lib/training/progress';
import { type describeStatus } from '@/lib/training/status';
import { type TrainingJob } from '@/lib/training/training-job';
import styles from '../job-page.module.css';
import { Unread } from './unread';

interface ProgressPanelProps {
  job: TrainingJob;
  status: ReturnType<typeof describeStatus>;
  progress: ReturnType<typeof progressOf>;
  logRead: PartReading;
}

/** How far the job has come, and how much time it has left by each of its limits. */
export const ProgressPanel = ({ job, status, progress, logRead }: ProgressPanelProps) => {
  const {
    counts = 'epoch',
    current,
    position,
    of,
    share,
    secondsLeft,
    maxRuntimeSecondsLeft,
    maxWaitSecondsLeft,
  } = progress;
  const { one, many } = unitNames[counts];
  return (
    <div className={styles.progress}>
      {position === undefined ? (
        <Box color="text-body-secondary">
          {logRead.is !== 'read' ? (
            <Unread what="the log" reading={logRead} />
          ) : status.terminal ? (
            'The log names no epoch.'
          ) : (
            `No epoch yet${of === undefined ? '' : ` of ${of}`}.`
          )}
        </Box>
      ) : share === undefined ? (
        <Box>
          {capitalized(countOf(position, counts))} complete. How many there will be is not known: neither the
          log nor a hyperparameter says.
        </Box>
      ) : (
        <ProgressBar
          value={Math.floor(share * 100)}
          label={
            current === undefined
              ? capitalized(many)
              : `${capitalized(one)} ${current.toLocaleString('en-US')} of ${formatPosition(of ?? 0)}`
          }
          description={`${formatPosition(position)} of ${countOf(of ?? 0, counts)} complete`}
          ariaLabel={`${capitalized(many)} trained`}
          variant="standalone"
        />
      )}
      {!status.terminal && (
        <dl className={styles.limits}>
          <Limit label="Time left, estimated" seconds={secondsLeft} unknown="not known yet" />
          <Limit label={`Left of max run${total(job.maxRuntimeSeconds)}`} seconds={maxRuntimeSecondsLeft} />
          {job.spot && (
            <Limit label={`Left of max wait${total(job.maxWaitSeconds)}`} seconds={maxWaitSecondsLeft} />
          )}
        </dl>
      )}
    </div>
  );
};

const Limit = ({ label, seconds, unknown = '–' }: { label: string; seconds?: number; unknown?: string }) => (
  <div>
    <dt>{label}</dt>
    <dd className="sd-number">{seconds === undefined ? unknown : formatDuration(Math.max(0, seconds))}</dd>
  </div>
);

const total = (seconds: number | undefined) => (seconds === undefined ? '' : ` (${formatDuration(seconds)})`);
