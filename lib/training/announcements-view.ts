/** How a queue of state changes is, for the reader. */
import { type ActionError } from '../errors/action-result';

export interface AnnouncementsView {
  /** Of the queue. */
  url: string;
  /**
   * `asked`: it has not answered yet. `untold`: it has told of no change yet. `trusted`: each change is told of, and
   * polling is slow. `silent`: it did not tell of one.
   */
  state: 'asked' | 'untold' | 'trusted' | 'silent' | 'failed';
  /** When a change was told last, ms since the epoch. */
  toldAt?: number;
  /** About which job, and when that was found, ms since the epoch. */
  silent?: { jobName: string; at: number };
  problem?: ActionError;
  /** Messages of other accounts, Regions or kinds since the start. */
  foreign: number;
  /** Messages since the start that are no events. */
  unreadable: number;
}
