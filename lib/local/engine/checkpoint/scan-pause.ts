/** One look at everything in a folder. */
export interface ScanCost {
  /** Files and folders. */
  entries: number;
  /** By the clock: waiting for the processor and for the disk is in it. */
  ms: number;
  /** Whether some folder has no watch: then only such looks find what happens there. */
  isBlind: boolean;
}

/** So many times as long as a look takes passes before the next: it is a safety net, or all there is. */
const netShare = 50;
const blindShare = 5;
/** More than this an entry costs on no disk: what a look took longer, it waited for a busy machine. */
const maxEntryMs = 0.1;

/** @returns milliseconds to let pass before the next look at everything */
export const pauseAfter = ({ entries, ms, isBlind }: ScanCost): number =>
  (isBlind ? blindShare : netShare) * Math.min(ms, entries * maxEntryMs);
