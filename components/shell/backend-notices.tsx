'use client';

import Flashbar from '@cloudscape-design/components/flashbar';
import { type ActionResult } from '@/lib/errors/action-result';
import { type Notice, useNotices } from './use-notices';

interface BackendNoticesProps {
  /** As they were when the page was made. */
  notices: readonly Notice[];
  /** As they are now. */
  read: () => Promise<ActionResult<readonly Notice[]>>;
}

/** What holds for every page of a backend, such as a full disk; it comes and goes by itself. */
export const BackendNotices = ({ notices: initial, read }: BackendNoticesProps) => {
  const notices = useNotices(initial, read);
  return notices.length === 0 ? null : (
    <Flashbar
      items={notices.map(({ kind, message }) => ({
        id: `${kind} ${message}`,
        type: kind === 'disk-full' ? 'error' : 'warning',
        header: kind === 'disk-full' ? 'The disk is full' : 'Something was set aside',
        content: message,
      }))}
    />
  );
};
