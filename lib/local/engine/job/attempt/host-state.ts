/** What has happened to the program of one host, and what follows. Pure: host-program.ts runs and ends it. */
import { type ProgramEnd } from '../../container/process-runner';
import { type ErrorClass } from '../../container/toolkit-report';

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
  /** Orders before whose signal everything whole was saved: one may be carried out twice. */
  savedFor: readonly EndOrder[];
}

export type HostEvent =
  | { type: 'ordered'; order: EndOrder }
  | { type: 'complained'; lines: readonly string[] }
  | { type: 'saved'; before: EndOrder }
  | { type: 'ended'; end: ProgramEnd }
  /** What the code needs is being installed. */
  | { type: 'installing'; errorClass: ErrorClass }
  /** It is: the script's own failures follow. */
  | { type: 'installed' };

/** Lines of stderr that a failure quotes. */
const quotedLines = 20;

export const newHost: HostState = { stderrTail: [], errorClass: 'ExecuteUserScriptError', savedFor: [] };

export const reduceHost = (state: HostState, event: HostEvent): HostState => {
  switch (event.type) {
    case 'ordered':
      return { ...state, order: event.order };
    case 'complained': {
      const newest = event.lines.slice(-quotedLines);
      return { ...state, stderrTail: [...state.stderrTail, ...newest].slice(-quotedLines) };
    }
    case 'saved':
      return isSavedFor(state, event.before)
        ? state
        : { ...state, savedFor: [...state.savedFor, event.before] };
    case 'ended':
      return { ...state, lastEnd: event.end };
    case 'installing':
      return { ...state, errorClass: event.errorClass };
    case 'installed':
      return { ...state, errorClass: newHost.errorClass, stderrTail: [] };
  }
};

export const isSavedFor = ({ savedFor }: HostState, order: EndOrder): boolean => savedFor.includes(order);

/** How long a stop waits for checkpoints that are whole, in ms: before its SIGTERM, and once the program is gone. */
const maxSaveMs = 60_000;

/** A stop, and within how many ms of it the last checkpoint is to be in S3. */
export const stopBy = (graceMs: number): { order: EndOrder; withinMs: number } => ({
  order: { kind: 'end', graceMs, saveMs: maxSaveMs },
  withinMs: graceMs + 2 * maxSaveMs,
});

/** What is whole may take most of what is left before the instance is: the program's end needs the rest. */
export const noticeBy = (graceMs: number, withinMs: number): EndOrder => ({
  kind: 'end',
  graceMs,
  saveMs: 0.9 * (withinMs - graceMs),
});

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
