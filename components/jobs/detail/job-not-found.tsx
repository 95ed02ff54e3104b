'use client';

import { useParams } from 'next/navigation';
import { MessagePage } from '@/components/shell/message-page';

/** No job by this name on this backend. */
export const JobNotFound = () => {
  const { backend, name } = useParams<{ backend: string; name: string }>();
  return (
    <MessagePage
      title={`There is no job “${decodeURIComponent(name)}”`}
      actions={[{ text: 'Go to the jobs', href: `/${backend}/jobs` }]}
    >
      The name may be mistyped, the job may have been deleted, or it may be on another backend or in another
      Region: these are chosen at the top of the page.
    </MessagePage>
  );
};
