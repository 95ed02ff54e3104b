import { isOutOfSpace } from '../../../store/disk-space';
import { codeOf } from '../../../core/thrown';
import { type ReaderWords } from '../../container/reader-words';

/** Whatever is thrown becomes a failure in the reader's words; an order that cut it short stays what it is. */
export const inWords = async <Value>(words: ReaderWords, act: () => Promise<Value>): Promise<Value> => {
  try {
    return await act();
  } catch (error) {
    throw isNoFailure(error) ? error : words.failure(error);
  }
};

/** Whoever waits for room on the disk knows it by what the system said. */
const isNoFailure = (error: unknown): boolean =>
  (error instanceof Error && error.name === 'AbortError') ||
  isOutOfSpace(error) ||
  codeOf(error).startsWith('SQLITE_');
