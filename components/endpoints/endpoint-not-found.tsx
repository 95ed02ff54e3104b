'use client';

import { useParams } from 'next/navigation';
import { MessagePage } from '@/components/shell/message-page';

/** No endpoint by this name on this backend: most likely it was deleted, and what it found is still kept. */
export const EndpointNotFound = () => {
  const { backend, name } = useParams<{ backend: string; name: string }>();
  return (
    <MessagePage
      title={`There is no endpoint “${decodeURIComponent(name)}”`}
      actions={[{ text: 'Go to the endpoints', href: `/${backend}/endpoints` }]}
    >
      The name may be mistyped, or the endpoint may have been deleted. The evaluations of deleted endpoints
      are kept: they are listed with the endpoints.
    </MessagePage>
  );
};
