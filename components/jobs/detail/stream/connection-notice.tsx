'use client';

import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import { Time } from '@/components/shell/time';
import { type JobSnapshot } from '@/lib/training/job-snapshot';
import { type StreamState } from './stream-state';

interface ConnectionNoticeProps {
  stream: Pick<StreamState, 'connection' | 'gone' | 'snapshot'>;
  onRetry: () => void;
}

const PART_NAMES: Record<JobSnapshot['problems'][number]['part'], string> = {
  job: 'the job',
  log: 'the log',
  metrics: 'the metrics',
  checkpoints: 'the checkpoints',
  price: 'the price',
};

/** Says when what is shown may be old, and of which part. */
export const ConnectionNotice = ({
  stream: { connection, gone, snapshot },
  onRetry,
}: ConnectionNoticeProps) => (
  <div aria-live="polite">
    {gone && (
      <Alert type="warning" header="This job is not there any more">
        {gone.message} What was known of it is shown below.
      </Alert>
    )}
    {connection === 'lost' && (
      <Alert
        type="warning"
        header="Connection lost, reconnecting…"
        action={<Button onClick={onRetry}>Reconnect now</Button>}
      >
        The values below are from <Time at={snapshot.observedAt} style="time" />.
      </Alert>
    )}
    {connection !== 'lost' && !gone && snapshot.problems.length > 0 && (
      <Alert
        type="warning"
        header={`Could not read ${list(snapshot.problems.map(({ part }) => PART_NAMES[part]))}`}
      >
        {snapshot.problems.map(({ part, message }) => (
          <div key={part}>{message}</div>
        ))}
        Older values are kept below, as of <Time at={snapshot.observedAt} style="time" />.
      </Alert>
    )}
  </div>
);

const list = (names: string[]) =>
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
