'use client';

import Box from '@cloudscape-design/components/box';
import ProgressBar from '@cloudscape-design/components/progress-bar';
import { formatDuration } from '@/lib/training/format';
import { type progressOf } from '@/lib/training/progress';
import { type describeStatus } from '@/lib/training/status';
import { type TrainingJob } from '@/lib/training/training-job';
import styles from './job-page.module.css';

interface ProgressPanelProps {
  job: TrainingJob;
  status: ReturnType<typeof describeStatus>;
  progress: ReturnType<typeof progressOf>;
}

/** How far the job has come, and how much time it has left by each of its limits. */
export const ProgressPanel = ({ job, status, progress }: ProgressPanelProps) => {
  const { epoch, of, share, secondsLeft, maxRuntimeSecondsLeft, maxWaitSecondsLeft } = progress;
  return (
    <div className={styles.progress}>
      {epoch === undefined ? (
        <Box color="text-body-secondary">
          {status.terminal
            ? 'The log names no epoch.'
            : `No epoch yet${of === undefined ? '' : ` of ${of}`}.`}
        </Box>
      ) : share === undefined ? (
        <Box>
          Epoch {epoch}. How many there will be is not known: neither the log nor a hyperparameter says.
        </Box>
      ) : (
        <ProgressBar
          value={Math.round(share * 100)}
          label={`Epoch ${epoch} of ${of}`}
          ariaLabel="Epochs trained"
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
