'use client';

import { useEffect, useEffectEvent, useState } from 'react';
import {
  type Connection,
  type ConnectionEvent,
  newConnection,
  reduceConnection,
  waitOf,
} from './connection-state';

/** What is done with each event, by its name. @returns 'over' where nothing follows */
type Listeners<Events> = { [Name in keyof Events & string]: (data: Events[Name]) => 'over' | void };

interface EventStream {
  connection: Connection;
  /** Tries at once, where it waits for its next try. */
  reconnect: () => void;
}

/**
 * Follows an address that sends server-sent events: closed while the tab is hidden, opened again by itself after a
 * loss, also after one that the browser does not see, since the server beats.
 */
export const useEventStream = <Events extends object>(
  url: string,
  listeners: Listeners<Events>,
): EventStream => {
  const [connection, setConnection] = useState<Connection>(newConnection.connection);
  const [round, setRound] = useState(0);
  const names = Object.keys(listeners).join(' ');
  const take = useEffectEvent((name: string, data: unknown) =>
    // eslint-disable-next-line @typescript-eslint/no-unsafe-type-assertion -- names are those of the listeners, and data what the dashboard sends under them
    listeners[name as keyof Events & string](data as Events[keyof Events & string]),
  );

  useEffect(() => {
    let state = newConnection;
    let source: EventSource | undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;

    const happened = (type: ConnectionEvent['type']) => {
      const before = state;
      state = reduceConnection(before, { type });
      if (state === before) return;
      if (state.source !== before.source) {
        source?.close();
        source = state.source === undefined ? undefined : openSource();
      }
      clearTimeout(timer);
      const waitMs = waitOf(state);
      if (waitMs !== undefined) timer = setTimeout(() => happened('waited'), waitMs);
      if (state.connection !== before.connection) setConnection(state.connection);
    };
    const openSource = (): EventSource => {
      const opened = new EventSource(url);
      // One that was given up has nothing more to say.
      const hear = (type: ConnectionEvent['type']) => {
        if (source === opened) happened(type);
      };
      opened.onopen = () => hear('answered');
      opened.onerror = () => hear('failed');
      opened.addEventListener('heartbeat', () => hear('beat'));
      for (const name of names.split(' ')) {
        opened.addEventListener(name, ({ data }: MessageEvent<string>) => {
          if (source !== opened) return;
          happened('heard');
          if (take(name, JSON.parse(data)) === 'over') happened('over');
        });
      }
      return opened;
    };
    const look = () => happened(document.visibilityState === 'visible' ? 'shown' : 'hidden');
    const reconnect = () => happened('reconnect');

    look();
    document.addEventListener('visibilitychange', look);
    window.addEventListener('online', reconnect);
    return () => {
      document.removeEventListener('visibilitychange', look);
      window.removeEventListener('online', reconnect);
      clearTimeout(timer);
      source?.close();
    };
  }, [url, names, round]);

  return { connection, reconnect: () => setRound((current) => current + 1) };
};
