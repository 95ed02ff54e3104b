'use client';

import { usePathname } from 'next/navigation';
import { MessagePage } from './message-page';

/** No page, job or backend by this address. */
export const NotFoundPage = ({ standalone = false }: { standalone?: boolean }) => {
  const [backend] = usePathname().split('/').filter(Boolean);
  const jobs = standalone || backend === undefined ? '/local/jobs' : `/${backend}/jobs`;
  return (
    <MessagePage
      title="There is no such page"
      standalone={standalone}
      actions={[{ text: 'Go to the jobs', href: jobs }]}
    >
      {standalone && backend !== undefined
        ? `“${backend}” is no backend. The first part of an address is “local” or an AWS Region such as us-east-1.`
        : 'The address may be mistyped, or what it led to may have been deleted.'}
    </MessagePage>
  );
};
