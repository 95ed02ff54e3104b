'use client';

import { useCallback, useReducer } from 'react';
import { type Connection } from '@/components/shell/live/connection-state';
import { useEventStream } from '@/components/shell/live/use-event-stream';
import { usePolled } from '@/components/shell/live/use-polled';
import { type JobEvents, type JobSnapshot } from '@/lib/training/job-snapshot';
import { type JobActions } from '../actions/job-actions';
import { initialStreamState, reduceStream, type StreamState } from './stream-state';

/** How often the page asks by itself while no stream gets through, as behind some proxies. */
const pollMs = 3_000;

export interface JobStream extends StreamState {
  connection: Connection;
  reconnect: () => void;
}

/** Follows a job by its event stream; while that is lost, the page asks by `query` instead. */
export const useJobStream = (url: string, initial: JobSnapshot, query: JobActions['query']): JobStream => {
  const [state, dispatch] = useReducer(reduceStream, initial, initialStreamState);
  const stream = useEventStream<JobEvents>(url, {
    snapshot: (snapshot) => dispatch({ type: 'snapshot', snapshot }),
    log: (log) => dispatch({ type: 'log', log }),
    gone: (error) => {
      dispatch({ type: 'gone', error });
      return 'over';
    },
  });

  const isLost = stream.connection === 'lost';
  const look = useCallback(async () => {
    const answer = await query();
    if (answer.ok) dispatch({ type: 'snapshot', snapshot: answer.value });
    return answer;
  }, [query]);
  usePolled({ key: isLost ? url : '', look, pauseAfter: () => pollMs });

  return { ...state, ...stream };
};
