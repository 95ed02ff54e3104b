'use client';

import Button from '@cloudscape-design/components/button';
import { useParams } from 'next/navigation';
import { MessagePage } from '@/components/shell/message-page';
import { useFollow } from '@/components/shell/use-follow';

/** No endpoint by this name on this backend: most likely it was deleted, and what it found is still kept. */
export const EndpointNotFound = () => {
  const follow = useFollow();
  const { backend, name } = useParams<{ backend: string; name: string }>();
  return (
    <MessagePage
      title={`There is no endpoint “${decodeURIComponent(name)}”`}
      actions={
        <Button variant="primary" href={`/${backend}/endpoints`} onFollow={follow}>
          Go to the endpoints
        </Button>
      }
    >
      The name may be mistyped, or the endpoint may have been deleted. The evaluations of deleted endpoints
      are kept: they are listed with the endpoints.
    </MessagePage>
  );
};
