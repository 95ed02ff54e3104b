/**
 * How the sync of one checkpoint folder stands, and what follows. Pure: the files beside it look, upload and have
 * the clock. Times are milliseconds of a clock that only goes forward.
 */
export interface SyncState {
  isFollowing: boolean;
  /** Nothing goes up any more. */
  isOver: boolean;
  /** Nobody writes any more. */
  isProgramGone: boolean;
  /** The last look at what is half written, if there was one, told all of it. */
  couldNote: boolean;
  /** Until when saving and finishing may take, and until when the saving under way. */
  finishBy: number;
  saveBy: number;
}

export type SyncEvent =
  | { type: 'followed' | 'rested' }
  /** What is half written is looked for; whoever fails there has noted nothing. */
  | { type: 'noting' | 'noted' }
  | { type: 'saving'; by: number }
  | { type: 'saved' }
  | { type: 'limited'; by: number }
  | { type: 'program-gone' }
  | { type: 'over' };

/** How a program died of a signal: by an order of the backend, or not. */
export type Death = 'ordered' | 'unexpected';

/** `refused`: S3 does not take it; `changed`: it changed while it was read; `failed`: what may pass. */
export type UploadOutcome = 'done' | 'refused' | 'changed' | 'failed';

/** Tries of what is refused, and of what changes although the program is gone. */
const finalTries = { refused: 3, changed: 50, failed: Infinity };

export const newSync: SyncState = {
  isFollowing: false,
  isOver: false,
  isProgramGone: false,
  couldNote: true,
  finishBy: Infinity,
  saveBy: Infinity,
};

export const reduceSync = (state: SyncState, event: SyncEvent): SyncState => {
  switch (event.type) {
    case 'followed':
      return state.isOver ? state : { ...state, isFollowing: true };
    case 'rested':
      return { ...state, isFollowing: false };
    case 'noting':
      return { ...state, couldNote: false };
    case 'noted':
      return { ...state, couldNote: true };
    case 'saving':
      return { ...state, couldNote: false, saveBy: event.by };
    case 'saved':
      return { ...state, saveBy: Infinity };
    case 'limited':
      return { ...state, finishBy: event.by };
    case 'program-gone':
      return { ...state, isProgramGone: true };
    case 'over':
      return { ...state, isOver: true, isFollowing: false };
  }
};

export const isTimeUp = ({ isOver, finishBy, saveBy }: SyncState, at: number): boolean =>
  isOver || at > Math.min(finishBy, saveBy);

/** When the whole folder is looked at again. @param pauseMs that the last such look must be followed by */
export const scanDueAt = (scannedAt: number, intervalMs: number, pauseMs: number): number =>
  scannedAt + Math.max(intervalMs, pauseMs);

/** How long to sleep where no news comes. @param uploadAt when the next file may be whole, if one is waited for */
export const untilNextRoundMs = (at: number, scanAt: number, uploadAt: number | undefined): number =>
  Math.max(1, Math.min(scanAt, uploadAt ?? Infinity) - at);

/** What follows a try to upload all that is whole: it is there, is given up, or is tried again. */
export const afterUpload = (
  state: SyncState,
  { outcome, tries, at }: { outcome: UploadOutcome; tries: number; at: number },
): 'done' | 'given-up' | 'again-at-once' | 'again-later' => {
  if (outcome === 'done') return 'done';
  if (isTimeUp(state, at) || tries >= finalTries[outcome]) return 'given-up';
  return outcome === 'changed' ? 'again-at-once' : 'again-later';
};

/** Where open files cannot be seen, or were not, nobody looked before an ordered death either. */
export const deathAsSeen = (
  { couldNote }: SyncState,
  death: Death | undefined,
  seesOpenFiles: boolean,
): Death | undefined => (death && !(seesOpenFiles && couldNote) ? 'unexpected' : death);
