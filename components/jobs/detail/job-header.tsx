'use client';

import Badge from '@cloudscape-design/components/badge';
import Button from '@cloudscape-design/components/button';
import ButtonDropdown from '@cloudscape-design/components/button-dropdown';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import ToggleButton from '@cloudscape-design/components/toggle-button';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useNotifications } from '@/components/shell/notifications';
import { Time } from '@/components/shell/time';
import { useFollow } from '@/components/shell/use-follow';
import { capacityLabel } from '@/lib/training/job-columns';
import { fleetLabel } from '@/lib/training/fleet';
import { type describeStatus } from '@/lib/training/status';
import { generatedModelText, isGenerated } from '@/lib/training/generated-job';
import { isArchived, isFavourite, noteOf } from '@/lib/training/job-tags';
import { type TrainingJob } from '@/lib/training/training-job';
import { JobStatus } from '../job-status';
import { lateDialog } from '@/components/shell/late-dialog';
import { AlertsButton } from './alerts/alerts-button';
import { LaunchedBy } from './facts/launched-by';
import { type JobActions } from './actions/job-actions';
import { jobMenu } from './actions/job-menu';
import { useMarks } from './actions/use-marks';
import styles from './job-page.module.css';

const NoteModal = lateDialog(() => import('../tags/note-modal').then((module) => module.NoteModal));
const TagsModal = lateDialog(() => import('../tags/tags-modal').then((module) => module.TagsModal));
const ConfirmModal = lateDialog(() =>
  import('@/components/shell/confirm-modal').then((module) => module.ConfirmModal),
);
const InterruptModal = lateDialog(() =>
  import('./actions/interrupt-modal').then((module) => module.InterruptModal),
);

interface JobHeaderProps {
  /** First path segment of the backend's pages. */
  backend: string;
  job: TrainingJob;
  status: ReturnType<typeof describeStatus>;
  epoch?: number;
  canInterrupt: boolean;
  /** AWS's console shows what this backend has. */
  inConsole: boolean;
  actions: JobActions;
}

type Dialog = 'interrupt' | 'stop' | 'delete' | 'tags' | 'note';

/** Name, state, and all that can be done with the job. */
export const JobHeader = ({
  backend,
  job,
  status,
  epoch,
  canInterrupt,
  inConsole,
  actions,
}: JobHeaderProps) => {
  const [dialog, setDialog] = useState<Dialog>();
  const notifications = useNotifications();
  const router = useRouter();
  const follow = useFollow();
  const close = () => setDialog(undefined);
  /** What was asked for has begun: whether it is good news only its end tells. */
  const begun = (header: string) => {
    close();
    notifications.info({ header });
  };
  const isTraining = status.outcome === 'training';
  const marks = useMarks(job.name, actions.tag);
  const [favourite, archived, note] = [isFavourite(job.tags), isArchived(job.tags), noteOf(job.tags)];
  const isGone = job.goneAt !== undefined;
  const generated = isGenerated(job.tags);

  return (
    <>
      <Header
        variant="h1"
        description={
          <span className={styles.meta}>
            <JobStatus job={job} />
            <Badge color={job.spot ? 'green' : 'grey'}>
              {capacityLabel(job.spot, job.serverless !== undefined)}
            </Badge>
            {job.instanceType !== undefined && <span>{fleetLabel(job.instanceType, job.instanceCount)}</span>}
            <span>
              created <Time at={job.createdAt} />
            </span>
            <LaunchedBy backend={backend} job={job} inConsole={inConsole} />
            {archived && <Badge>Archived</Badge>}
            {note !== undefined && (
              <span className={styles.note} data-testid="note">
                {note}
              </span>
            )}
          </span>
        }
        actions={
          <SpaceBetween direction="horizontal" size="xs">
            <ToggleButton
              variant="icon"
              iconName="star"
              pressedIconName="star-filled"
              pressed={favourite}
              ariaLabel="Favourite"
              onChange={({ detail }) => void marks.favour(detail.pressed)}
            />
            {!status.terminal && <AlertsButton />}
            {canInterrupt && job.spot && !status.terminal && status.outcome !== 'stopping' && (
              <Button onClick={() => setDialog('interrupt')}>Interrupt now</Button>
            )}
            {!status.terminal && (
              <Button
                disabled={status.outcome === 'stopping'}
                disabledReason="The job is stopping already."
                onClick={() => setDialog('stop')}
              >
                Stop
              </Button>
            )}
            <ButtonDropdown
              onItemFollow={follow}
              onItemClick={({ detail }) => {
                const { id } = detail;
                if (id === 'delete' || id === 'tags' || id === 'note') setDialog(id);
                if (id === 'archive') void marks.archive(!archived);
              }}
              items={jobMenu(job, status, backend, inConsole)}
            >
              Actions
            </ButtonDropdown>
            <Button
              variant="primary"
              href={
                status.outcome === 'completed' && !isGone && !generated
                  ? `/${backend}/endpoints/new?job=${encodeURIComponent(job.name)}`
                  : undefined
              }
              onFollow={follow}
              disabled={status.outcome !== 'completed' || isGone || generated}
              disabledReason={
                isGone
                  ? 'The job is no longer in the account.'
                  : generated
                    ? generatedModelText('This job')
                    : 'Only a completed job has a model to deploy.'
              }
            >
              Deploy
            </Button>
          </SpaceBetween>
        }
      >
        {job.name}
      </Header>
      {dialog === 'note' && (
        <NoteModal
          jobName={job.name}
          note={note}
          change={actions.tag}
          onClose={close}
          onDone={() => begun(`The note on ${job.name} is saved.`)}
        />
      )}
      {dialog === 'tags' && (
        <TagsModal
          jobName={job.name}
          tags={job.tags ?? {}}
          change={actions.tag}
          onClose={close}
          onDone={() => begun(`The tags of ${job.name} are saved.`)}
        />
      )}
      {dialog === 'interrupt' && (
        <InterruptModal
          jobName={job.name}
          epoch={epoch}
          training={isTraining}
          hasCheckpoints={job.checkpoint !== undefined}
          interrupt={actions.interrupt}
          onClose={close}
          onDone={begun}
        />
      )}
      {dialog === 'stop' && (
        <ConfirmModal
          header={`Stop ${job.name}?`}
          confirmText="Stop"
          act={actions.stop}
          onClose={close}
          onDone={() => begun(`${job.name} is stopping.`)}
        >
          The script is asked to end and has 120 s for it. What it has put into its model folder is still
          uploaded. A stopped job cannot be resumed, but a new one can continue from its checkpoints.
        </ConfirmModal>
      )}
      {dialog === 'delete' && (
        <ConfirmModal
          header={isGone ? `Remove ${job.name} from the lists?` : `Delete ${job.name}?`}
          confirmText={isGone ? 'Remove' : 'Delete'}
          act={actions.remove}
          onClose={close}
          onDone={() => {
            close();
            notifications.success({ header: `${job.name} was ${isGone ? 'removed' : 'deleted'}.` });
            router.push(`/${backend}/jobs`);
          }}
        >
          {isGone
            ? 'SageMaker does not know it any more; what Spotdeck knew of it is lost, and reports count it no longer.'
            : 'Its record is lost and its name is free again. Its model and checkpoints in S3 stay.'}
        </ConfirmModal>
      )}
    </>
  );
};
