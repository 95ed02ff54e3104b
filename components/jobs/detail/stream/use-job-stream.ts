'use client';

import { useEffect, useEffectEvent, useReducer, useState } from 'react';
import { type JobEvents, type JobSnapshot } from '@/lib/training/job-snapshot';
import { type JobActions } from '../actions/job-actions';
import { initialStreamState, reduceStream, type StreamState } from './stream-state';

/** The server beats every 10 s: two beats missed and a half-open connection is given up. */
const SILENCE_LIMIT_MS = 25_000;
const FIRST_RETRY_MS = 1_000;
const LAST_RETRY_MS = 15_000;
/** How often the page asks by itself while no stream gets through, as behind some proxies. */
const POLL_MS = 3_000;

/**
 * Follows a job by server-sent events: closed while the tab is hidden (a browser has few connections to a host),
 * opened again by itself after a loss. While it is lost, the page asks by `query` instead. `retryNow` does not
 * wait for the next try.
 */
export const useJobStream = (
  url: string,
  initial: JobSnapshot,
  query: JobActions['query'],
): StreamState & { retryNow: () => void } => {
  const [state, dispatch] = useReducer(reduceStream, initial, initialStreamState);
  const [round, setRound] = useState(0);

  useEffect(() => {
    let source: EventSource | undefined;
    let retryTimer: ReturnType<typeof setTimeout> | undefined;
    let silenceTimer: ReturnType<typeof setTimeout> | undefined;
    let retryMs = FIRST_RETRY_MS;
    let finished = false;

    const disconnect = () => {
      clearTimeout(retryTimer);
      clearTimeout(silenceTimer);
      source?.close();
      source = undefined;
    };
    const lose = () => {
      disconnect();
      dispatch({ type: 'lost' });
      retryTimer = setTimeout(connect, retryMs);
      retryMs = Math.min(retryMs * 2, LAST_RETRY_MS);
    };
    const heard = () => {
      retryMs = FIRST_RETRY_MS;
      clearTimeout(silenceTimer);
      silenceTimer = setTimeout(lose, SILENCE_LIMIT_MS);
    };
    const connect = () => {
      if (finished) return;
      disconnect();
      const opened = new EventSource(url);
      source = opened;
      silenceTimer = setTimeout(lose, SILENCE_LIMIT_MS);
      const on = <Name extends keyof JobEvents>(name: Name, take: (data: JobEvents[Name]) => void) =>
        opened.addEventListener(name, (event: MessageEvent<string>) => {
          heard();
          take(JSON.parse(event.data) as JobEvents[Name]);
        });
      on('snapshot', (snapshot) => dispatch({ type: 'snapshot', snapshot }));
      on('log', (log) => dispatch({ type: 'log', log }));
      on('gone', (error) => {
        finished = true;
        disconnect();
        dispatch({ type: 'gone', error });
      });
      opened.addEventListener('heartbeat', heard);
      opened.onopen = () => {
        heard();
        dispatch({ type: 'opened' });
      };
      opened.onerror = lose;
    };
    const follow = () => {
      if (finished) return;
      if (document.visibilityState === 'visible') {
        if (!source) connect();
      } else {
        disconnect();
        dispatch({ type: 'paused' });
      }
    };

    follow();
    document.addEventListener('visibilitychange', follow);
    window.addEventListener('online', connect);
    return () => {
      document.removeEventListener('visibilitychange', follow);
      window.removeEventListener('online', connect);
      disconnect();
    };
  }, [url, round]);

  const lost = state.connection === 'lost';
  const ask = useEffectEvent(async () => {
    try {
      const answer = await query();
      if (answer.ok) dispatch({ type: 'polled', snapshot: answer.value });
    } catch {
      // The dashboard itself is out of reach: the page says so already, and the stream goes on trying.
    }
  });
  useEffect(() => {
    if (!lost) return;
    let timer: ReturnType<typeof setTimeout>;
    const pollLater = () => {
      timer = setTimeout(() => void ask().then(pollLater), POLL_MS);
    };
    pollLater();
    return () => clearTimeout(timer);
  }, [lost]);

  return { ...state, retryNow: () => setRound((current) => current + 1) };
};
