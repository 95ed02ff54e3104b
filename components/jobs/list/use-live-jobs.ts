'use client';

import { useEffect, useState } from 'react';
import { type ActionError } from '@/lib/errors/action-result';
import { type JobPage } from '@/lib/training/job-list';

export type Connection = 'connecting' | 'live' | 'lost' | 'paused';

interface LiveJobs {
  /** The newest page the server pushed for this address; absent before the first. */
  page?: JobPage;
  connection: Connection;
  /** Why the server cannot push pages. */
  problem?: ActionError;
}

interface Received {
  url: string;
  page?: JobPage;
  problem?: ActionError;
}

const maxRetryMs = 10_000;

/**
 * Follows the pages that the server pushes at `url`: one stream while the tab is visible, none while it is
 * hidden, and a new one after a connection was lost.
 */
export const useLiveJobs = (url: string): LiveJobs => {
  const [received, setReceived] = useState<Received>();
  const [connection, setConnection] = useState<Connection>('connecting');

  useEffect(() => {
    let stream: EventSource | undefined;
    let retry: ReturnType<typeof setTimeout> | undefined;
    let failures = 0;

    const close = () => {
      clearTimeout(retry);
      stream?.close();
      stream = undefined;
    };
    const open = () => {
      close();
      const opened = new EventSource(url);
      stream = opened;
      opened.addEventListener('open', () => {
        failures = 0;
        setConnection('live');
      });
      opened.addEventListener('page', ({ data }: MessageEvent<string>) =>
        setReceived({ url, page: JSON.parse(data) as JobPage }),
      );
      opened.addEventListener('problem', ({ data }: MessageEvent<string>) =>
        setReceived({ url, problem: JSON.parse(data) as ActionError }),
      );
      opened.addEventListener('error', () => {
        setConnection('lost');
        // The browser reconnects by itself unless the server refused, which ends the stream.
        if (opened.readyState !== EventSource.CLOSED) return;
        failures += 1;
        retry = setTimeout(open, Math.min(maxRetryMs, 500 * 2 ** failures));
      });
    };
    const follow = () => {
      if (document.visibilityState === 'hidden') {
        close();
        setConnection('paused');
      } else if (!stream) {
        open();
      }
    };

    follow();
    document.addEventListener('visibilitychange', follow);
    return () => {
      document.removeEventListener('visibilitychange', follow);
      close();
    };
  }, [url]);

  return received?.url === url
    ? { page: received.page, problem: received.problem, connection }
    : { connection };
};
