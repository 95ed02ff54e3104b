'use client';

import Flashbar from '@cloudscape-design/components/flashbar';

interface BackendNoticesProps {
  notices: readonly { kind: string; message: string }[];
}

/** What holds for every page of a backend, such as a full disk; said until it is over. */
export const BackendNotices = ({ notices }: BackendNoticesProps) =>
  notices.length === 0 ? null : (
    <Flashbar
      items={notices.map(({ kind, message }) => ({
        id: `${kind} ${message}`,
        type: kind === 'disk-full' ? 'error' : 'warning',
        header: kind === 'disk-full' ? 'The disk is full' : 'Something was set aside',
        content: message,
      }))}
    />
  );
