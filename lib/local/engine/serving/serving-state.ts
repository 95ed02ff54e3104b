/** One variant's program as it lives, dies and is started again. Pure: served-variant.ts runs it and has the clock. */
import { doubledDelay } from '../../core/doubled-delay';

export interface ServingState {
  /** Where the program answers. */
  readyPort?: number;
  isStopping: boolean;
  /** Of the present life, ms since the epoch, and whether it ever was ready. */
  startedAt: number;
  wasReady: boolean;
  /** Starts in a row that came to nothing. */
  vainStarts: number;
  /** Ends in a row of lives that were short. */
  shortLives: number;
  /** The first line that named an error since the program was ready last. */
  failingLine?: string;
}

export type ServingEvent =
  | { type: 'started'; at: number }
  /** Lines of stderr. */
  | { type: 'complained'; lines: readonly string[] }
  | { type: 'ready'; port: number }
  /** Nobody listens there any more. */
  | { type: 'lost'; port: number }
  | { type: 'ended'; at: number }
  | { type: 'stopping' };

/** `ValueError: …`, `keras.src.errors.LoadError: …`, `Error: …`, and pip’s `ERROR: …` */
const failing = /^(?:ERROR|[\w.]*(?:Error|Exception|Exit|NotFound)\w*)(?::|$)/;
const maxStartsInARow = 4;
const maxRestartDelayMs = 30_000;

export const newServing: ServingState = {
  isStopping: false,
  startedAt: 0,
  wasReady: false,
  vainStarts: 0,
  shortLives: 0,
};

export const reduceServing = (state: ServingState, event: ServingEvent): ServingState => {
  switch (event.type) {
    case 'started':
      return { ...state, readyPort: undefined, startedAt: event.at, wasReady: false };
    case 'complained':
      return { ...state, failingLine: state.failingLine ?? event.lines.find((line) => failing.test(line)) };
    case 'ready':
      return { ...state, readyPort: event.port, wasReady: true, failingLine: undefined };
    case 'lost':
      return state.readyPort === event.port ? { ...state, readyPort: undefined } : state;
    case 'ended': {
      const wasShort = event.at - state.startedAt <= maxRestartDelayMs;
      return {
        ...state,
        readyPort: undefined,
        vainStarts: state.wasReady ? 0 : state.vainStarts + 1,
        shortLives: wasShort ? state.shortLives + 1 : 1,
      };
    }
    case 'stopping':
      return { ...state, isStopping: true };
  }
};

/**
 * What follows an end: another start after so many ms, none since the endpoint is being stopped, or none since too many
 * came to nothing.
 * @param restartDelayMs before the second start; doubled for each further one
 */
export const afterEnd = (
  { isStopping, vainStarts, shortLives }: ServingState,
  restartDelayMs: number,
): { restartInMs: number } | 'stopped' | 'given-up' => {
  if (isStopping) return 'stopped';
  if (vainStarts >= maxStartsInARow) return 'given-up';
  return { restartInMs: doubledDelay(restartDelayMs, shortLives - 1, maxRestartDelayMs) };
};
