/** Jobs that the palette finds by name. */
import { type ActionResult } from '@/lib/errors/action-result';

export interface FoundJobs {
  /** Newest first, archived ones after all others. */
  jobs: readonly {
    name: string;
    /** Slug of the backend that has it, where several were asked. */
    where?: string;
    status: string;
    secondaryStatus: string;
    archived?: true;
    /** Seen then to be no longer in the account, ms since the epoch. */
    goneAt?: number;
  }[];
  /** How many there are in all. */
  total: number;
  /** Jobs are being read for the first time: there may be more. */
  isReading: boolean;
}

/**
 * Asks for jobs whose names have each word of the text.
 * @param signal ends the request once its answer is of no use; it then rejects
 */
export type FindJobs = (text: string, signal: AbortSignal) => Promise<ActionResult<FoundJobs>>;
