import { type JobStore } from '../catalog/job-store';
import { type KeepAhead } from '../catalog/sums-ahead';

interface SumKeeperOptions {
  keepAhead: KeepAhead;
  store: Pick<JobStore, 'syncState'>;
  /** Calls back once, later; what is meanwhile to be done goes first. */
  later?: (act: () => void, ms: number) => void;
}

/** What comes at once is summed once. */
const restMs = 1_000;
/** A page is never held up for longer than a turn, and the sums take a quarter of the processor at most, in ms. */
const turnMs = 10;
const pauseMs = 30;

/** Keeps the sums of a report while jobs come in, in short turns, so that not even the first report reads all jobs. */
export const createSumKeeper = ({ keepAhead, store, later = laterUnref }: SumKeeperOptions) => {
  let isPlanned = false;
  const plan = (ms: number) => {
    isPlanned = true;
    later(() => {
      isPlanned = false;
      if (takeTurn()) plan(pauseMs);
    }, ms);
  };
  const takeTurn = (): boolean => {
    const { firstWalkDone, walkBefore = Infinity } = store.syncState();
    try {
      // The first walk goes from the newest job to the oldest: what it has passed is complete.
      return keepAhead(firstWalkDone ? 0 : walkBefore, turnMs);
    } catch (error) {
      // A report makes the sums that it misses, and says what is wrong.
      console.error('The sums of the savings report could not be kept:', error);
      return false;
    }
  };
  return {
    /** To be called when jobs have changed. */
    wake: () => {
      if (!isPlanned) plan(restMs);
    },
  };
};

const laterUnref = (act: () => void, ms: number): void => {
  setTimeout(act, ms).unref();
};
