/** Jobs that the palette finds by name. */
import { type ActionResult } from '@/lib/errors/action-result';
import { isFlag, isListOf, isNumber, isOneOf, isShaped, isText, maybe } from '@/lib/errors/shape';

interface FoundJob {
  name: string;
  /** Slug of the backend that has it, where several were asked. */
  where?: string;
  status: string;
  secondaryStatus: string;
  archived?: true;
  /** Seen then to be no longer in the account, ms since the epoch. */
  goneAt?: number;
}

export interface FoundJobs {
  /** Newest first, archived ones after all others. */
  jobs: readonly FoundJob[];
  /** How many there are in all. */
  total: number;
  /** Jobs are being read for the first time: there may be more. */
  isReading: boolean;
}

export const isFoundJobs = isShaped<FoundJobs>({
  jobs: isListOf(
    isShaped<FoundJob>({
      name: isText,
      where: maybe(isText),
      status: isText,
      secondaryStatus: isText,
      archived: maybe(isOneOf([true])),
      goneAt: maybe(isNumber),
    }),
  ),
  total: isNumber,
  isReading: isFlag,
});

/**
 * Asks for jobs whose names have each word of the text.
 * @param signal ends the request once its answer is of no use; it then rejects
 */
export type FindJobs = (text: string, signal: AbortSignal) => Promise<ActionResult<FoundJobs>>;
