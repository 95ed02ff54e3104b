/** How one event stream stands, and what each thing that happens to it changes. Pure: the hook has the clock. */
import { doubledDelay } from '@/lib/errors/backoff';

/** `over`: the server has said that nothing follows. */
export type Connection = 'connecting' | 'live' | 'lost' | 'paused' | 'over';

export interface ConnectionState {
  connection: Connection;
  /** Which source is open, by number; another number is a new one. */
  source: number | undefined;
  /** Sources so far. */
  opened: number;
  /** Losses in a row, with no beat between them. */
  losses: number;
}

export type ConnectionEvent =
  /** The tab is seen, or not: a browser has few connections to a host. */
  | { type: 'shown' | 'hidden' }
  /** The server answered, or sent something; a beat shows that a connection lasts. */
  | { type: 'answered' | 'heard' | 'beat' }
  | { type: 'failed' }
  /** The time of `waitOf` has passed. */
  | { type: 'waited' }
  /** Somebody asks for it, or the network is back. */
  | { type: 'reconnect' }
  | { type: 'over' };

/** The server beats every 10 s: two beats missed, and a connection is given up that may only be half open. */
export const silenceMs = 25_000;
const firstRetryMs = 1_000;
const maxRetryMs = 15_000;

export const newConnection: ConnectionState = {
  connection: 'connecting',
  source: undefined,
  opened: 0,
  losses: 0,
};

/** The same object where nothing changes; another one begins the wait of `waitOf` anew. */
export const reduceConnection = (state: ConnectionState, event: ConnectionEvent): ConnectionState => {
  if (state.connection === 'over') return state;
  switch (event.type) {
    case 'shown':
      return state.source === undefined
        ? open({ ...state, connection: state.connection === 'lost' ? 'lost' : 'connecting' })
        : state;
    case 'hidden':
      return { ...state, connection: 'paused', source: undefined };
    case 'answered':
    case 'heard':
    case 'beat':
      if (state.source === undefined) return state;
      return { ...state, connection: 'live', losses: event.type === 'beat' ? 0 : state.losses };
    case 'failed':
      return state.source === undefined ? state : lose(state);
    case 'waited':
      if (state.connection === 'paused') return state;
      return state.source === undefined ? open(state) : lose(state);
    case 'reconnect':
      return state.connection === 'paused' ? state : open(state);
    case 'over':
      return { ...state, connection: 'over', source: undefined };
  }
};

/** After how many ms the state expects `waited`: a silent source is lost, a lost one is opened again. */
export const waitOf = ({ connection, source, losses }: ConnectionState): number | undefined => {
  if (connection === 'over' || connection === 'paused') return undefined;
  return source === undefined ? doubledDelay(firstRetryMs, losses - 1, maxRetryMs) : silenceMs;
};

const open = (state: ConnectionState): ConnectionState => ({
  ...state,
  source: state.opened + 1,
  opened: state.opened + 1,
});

const lose = (state: ConnectionState): ConnectionState => ({
  ...state,
  connection: 'lost',
  source: undefined,
  losses: state.losses + 1,
});
