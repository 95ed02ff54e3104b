'use client';

import { usePathname } from 'next/navigation';
import { useEffect } from 'react';
import { MessagePage } from './message-page';
import { useTakenOver } from './use-taken-over';

interface ErrorPageProps {
  error: unknown;
  retry: () => void;
  /** What could not be shown, as it follows "could not be shown", e.g. `The list of jobs`. */
  what?: string;
  standalone?: boolean;
}

/** What an error boundary shows. A page's own expected errors are shown in place, with their remedy. */
export const ErrorPage = ({ error, retry, what = 'This page', standalone = false }: ErrorPageProps) => {
  // What failed may be what tells it otherwise.
  useTakenOver();
  useEffect(() => {
    console.error(error);
  }, [error]);
  // Not the home page: it opens where the reader was, which is here.
  const [, backend = ''] = (usePathname() ?? '').split('/');
  const jobs = standalone || backend === '' ? '/local/jobs' : `/${backend}/jobs`;
  const digest = error instanceof Error && 'digest' in error ? String(error.digest) : undefined;
  return (
    <MessagePage
      title={`${what} could not be shown`}
      standalone={standalone}
      actions={[
        { text: 'Try again', onClick: () => retry() },
        { text: 'Go to the jobs', href: jobs, reloads: true },
      ]}
    >
      Something unexpected failed while this page was made. Nothing that runs is affected: jobs and endpoints
      go on. Try again; if it fails again, the terminal that Spotdeck runs in says why
      {digest ? `, under reference ${digest}` : ''}.
    </MessagePage>
  );
};
