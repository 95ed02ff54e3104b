'use client';

import { useState } from 'react';
import { type Connection } from '@/components/shell/live/connection-state';
import { useEventStream } from '@/components/shell/live/use-event-stream';
import { type ActionError } from '@/lib/errors/action-result';
import { type JobListEvents, type JobPage } from '@/lib/training/job-list';

interface LiveJobs {
  /** The newest page the server pushed for this address; absent before the first. */
  page?: JobPage;
  connection: Connection;
  /** Why the server cannot push pages. */
  problem?: ActionError;
}

/** Follows the pages that the server pushes at `url`. */
export const useLiveJobs = (url: string): LiveJobs => {
  const [received, setReceived] = useState<Omit<LiveJobs, 'connection'> & { url: string }>();
  const { connection } = useEventStream<JobListEvents>(url, {
    page: (page) => setReceived({ url, page }),
    problem: (problem) => setReceived({ url, problem }),
  });
  return received?.url === url
    ? { page: received.page, problem: received.problem, connection }
    : { connection };
};
