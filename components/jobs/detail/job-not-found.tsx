'use client';

import Button from '@cloudscape-design/components/button';
import { useParams } from 'next/navigation';
import { MessagePage } from '@/components/shell/message-page';
import { useFollow } from '@/components/shell/use-follow';

/** No job by this name on this backend. */
export const JobNotFound = () => {
  const follow = useFollow();
  const { backend, name } = useParams<{ backend: string; name: string }>();
  return (
    <MessagePage
      title={`There is no job “${decodeURIComponent(name)}”`}
      actions={
        <Button variant="primary" href={`/${backend}/jobs`} onFollow={follow}>
          Go to the jobs
        </Button>
      }
    >
      The name may be mistyped, the job may have been deleted, or it may be on another backend or in another
      Region: these are chosen at the top of the page.
    </MessagePage>
  );
};
