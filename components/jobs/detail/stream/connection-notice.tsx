'use client';

import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import { Time } from '@/components/shell/time';
import { type SnapshotPart } from '@/lib/training/job-snapshot';
import { partNames } from '@/lib/training/part-reading';
import { keptParts } from './kept-parts';
import { type JobStream } from './use-job-stream';

interface ConnectionNoticeProps {
  stream: Pick<JobStream, 'connection' | 'gone' | 'snapshot'>;
  onRetry: () => void;
}

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
    {!gone && snapshot.job.goneAt !== undefined && (
      <Alert
        type="warning"
        header={
          <>
            No longer in the account since <Time at={snapshot.job.goneAt} style="datetime" />
          </>
        }
      >
        SageMaker does not know this job any more: it was deleted, by AWS Batch after an attempt that failed,
        or by somebody else. What is shown is what Spotdeck knew of it. It stays in lists and reports until it
        is removed here.
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
    {connection !== 'lost' && !gone && snapshot.problems.length > 0 && <Problems snapshot={snapshot} />}
  </div>
);

const Problems = ({ snapshot }: Pick<JobStream, 'snapshot'>) => {
  const { problems, observedAt } = snapshot;
  const failed = list(problems.map(({ part }) => part));
  const { kept, empty } = keptParts(snapshot);
  const isThrottled = problems.every(({ code }) => code === 'throttled');
  return (
    <Alert
      type="warning"
      header={isThrottled ? `AWS is throttling: ${failed} may be old` : `Could not read ${failed}`}
    >
      {problems.map(({ part, message, nextTryAt }) => (
        <div key={part}>
          {message} It is tried again at <Time at={nextTryAt} style="time" />.
        </div>
      ))}
      {kept.length > 0 && (
        <div>
          What is shown of {list(kept)} is older; AWS last described the job{' '}
          <Time at={observedAt} style="relative" />.
        </div>
      )}
      {empty.length > 0 && <div>Nothing was read of {list(empty)} so far.</div>}
    </Alert>
  );
};

const list = (parts: readonly SnapshotPart[]): string => {
  const names = parts.map((part) => partNames[part]);
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
};
