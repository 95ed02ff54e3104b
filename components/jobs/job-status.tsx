import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { leftRunning, statusInWords } from '@/lib/training/job-end';
import { describeStatus } from '@/lib/training/status';
import { type TrainingJob } from '@/lib/training/training-job';

interface JobStatusProps {
  job: Pick<TrainingJob, 'status' | 'secondaryStatus' | 'goneAt'>;
  wrapText?: boolean;
}

/** A job's status as icon and words: colour never carries it alone. */
export const JobStatus = ({ job, wrapText = true }: JobStatusProps) => {
  const { indicator } = describeStatus(job);
  return (
    <StatusIndicator type={leftRunning(job) ? 'stopped' : indicator} wrapText={wrapText}>
      {statusInWords(job)}
    </StatusIndicator>
  );
};
