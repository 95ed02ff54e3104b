import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { describeStatus } from '@/lib/training/status';
import { type TrainingJob } from '@/lib/training/training-job';

interface JobStatusProps {
  job: Pick<TrainingJob, 'status' | 'secondaryStatus' | 'goneAt'>;
  wrapText?: boolean;
}

/** A job's status as icon and words: colour never carries it alone. */
export const JobStatus = ({ job, wrapText = true }: JobStatusProps) => {
  const { indicator, label, terminal } = describeStatus(job);
  if (job.goneAt !== undefined && !terminal) {
    return (
      <StatusIndicator type="stopped" wrapText={wrapText}>
        {label} when last seen
      </StatusIndicator>
    );
  }
  return (
    <StatusIndicator type={indicator} wrapText={wrapText}>
      {label}
    </StatusIndicator>
  );
};
