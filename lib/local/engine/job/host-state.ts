/** What has happened to the program of one host, and what follows. Pure: host-attempt.ts runs and ends it. */
import { type ProgramEnd } from '../container/process-runner';
import { type ErrorClass } from '../container/toolkit-report';

/** How a program is to end. The last order given holds. */
export type EndOrder =
  | { kind: 'kill' }
  /** By SIGTERM, which is sent once whole checkpoints were saved, for `saveMs` at most. */
  | { kind: 'end'; graceMs: number; saveMs: number };

export interface HostState {
  /** Given; carried out as soon as there is a program. */
  order?: EndOrder;
  /** The last lines of stderr. */
  stderrTail: readonly string[];
  /** Of the program that ended last. */
  lastEnd?: ProgramEnd;
  /** Whose fault a failure would be. */
  errorClass: ErrorClass;
}

export type HostEvent =
  | { type: 'ordered'; order: EndOrder }
  | { type: 'complained'; lines: readonly string[] }
  | { type: 'ended'; end: ProgramEnd }
  /** What the code needs is being installed. */
  | { type: 'installing'; errorClass: ErrorClass }
  /** It is: the script's own failures follow. */
  | { type: 'installed' };

/** Lines of stderr that a failure quotes. */
const quotedLines = 20;

export const newHost: HostState = { stderrTail: [], errorClass: 'ExecuteUserScriptError' };

export const reduceHost = (state: HostState, event: HostEvent): HostState => {
  switch (event.type) {
    case 'ordered':
      return { ...state, order: event.order };
    case 'complained': {
      const newest = event.lines.slice(-quotedLines);
      return { ...state, stderrTail: [...state.stderrTail, ...newest].slice(-quotedLines) };
    }
    case 'ended':
      return { ...state, lastEnd: event.end };
    case 'installing':
      return { ...state, errorClass: event.errorClass };
    case 'installed':
      return { ...state, errorClass: newHost.errorClass, stderrTail: [] };
  }
};

/** Whether the script follows its installation. */
export const goesOn = ({ order }: HostState, installed: ProgramEnd): boolean =>
  installed.code === 0 && order === undefined;

/** What the toolkit says of an end: nothing of one that was ordered, or of a program that never was. */
export const reportOf = ({ order }: HostState, end: ProgramEnd): 'success' | 'failure' | undefined =>
  end.error !== undefined || order !== undefined ? undefined : end.code === 0 ? 'success' : 'failure';

/** How the program died of a signal, if it did; a shell tells one by a code above 128. */
export const deathOf = ({ lastEnd, order }: HostState): 'ordered' | 'unexpected' | undefined => {
  if (lastEnd === undefined || (lastEnd.signal === null && (lastEnd.code ?? 0) <= 128)) return undefined;
  return order === undefined ? 'unexpected' : 'ordered';
};
