/** One line of a job's log. `attempt` counts from 1. */
export interface LogLine {
  /** Identifies the line within its job, and orders lines: grows with time of arrival. */
  sequence: number;
  /** Milliseconds since the epoch. */
  at: number;
  attempt: number;
  /** Host of the stream, e.g. `algo-1`. */
  host: string;
  message: string;
}
