import { type ButtonDropdownProps } from '@cloudscape-design/components/button-dropdown';
import { jobConsoleUrl } from '@/lib/training/console-links';
import { isArchived, noteOf } from '@/lib/training/job-tags';
import { type describeStatus } from '@/lib/training/status';
import { type TrainingJob } from '@/lib/training/training-job';

/**
 * What the menu of a job's page offers, each with why it is disabled.
 * @param inConsole AWS's console shows what this backend has
 */
export const jobMenu = (
  job: TrainingJob,
  status: ReturnType<typeof describeStatus>,
  backend: string,
  inConsole: boolean,
): ButtonDropdownProps.Items => {
  const name = encodeURIComponent(job.name);
  const launch = `/${backend}/jobs/new`;
  const isGone = job.goneAt !== undefined;
  const [archived, note] = [isArchived(job.tags), noteOf(job.tags)];
  /** What asks SageMaker for the job. */
  const unlessThere = isGone && { disabled: true, disabledReason: 'The job is no longer in the account.' };
  const consoleUrl = inConsole && !isGone ? jobConsoleUrl(job) : undefined;
  return [
    { id: 'clone', text: 'Clone', href: `${launch}?clone=${name}`, ...unlessThere },
    {
      id: 'continue',
      text: 'Continue from checkpoint',
      href: `${launch}?continue=${name}`,
      disabled: !job.checkpoint || !status.terminal,
      disabledReason: job.checkpoint
        ? 'Two running jobs on one checkpoint location would overwrite each other: wait for the end.'
        : 'This job saves no checkpoints.',
      ...unlessThere,
    },
    {
      id: 'on-demand',
      text: 'Train the same on demand',
      href: `${launch}?ondemand=${name}`,
      disabled: !job.spot,
      disabledReason: 'This job is on demand already.',
      ...unlessThere,
    },
    { id: 'note', text: note === undefined ? 'Add a note' : 'Edit the note', ...unlessThere },
    { id: 'tags', text: 'Edit tags', ...unlessThere },
    ...(consoleUrl === undefined
      ? []
      : [
          {
            id: 'console',
            text: 'Open in the AWS console',
            href: consoleUrl,
            external: true,
            externalIconAriaLabel: '(opens in a new tab)',
          },
        ]),
    { id: 'archive', text: archived ? 'Take out of the archive' : 'Archive', ...unlessThere },
    {
      id: 'delete',
      text: isGone ? 'Remove from the lists' : 'Delete',
      disabled: !status.terminal,
      disabledReason: 'Only a job that has ended can be deleted.',
    },
  ];
};
