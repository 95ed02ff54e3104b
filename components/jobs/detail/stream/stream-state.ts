/** What a job page knows, and how each event of its stream changes that. Pure, so that every order is tested. */
import { type ActionError } from '@/lib/errors/action-result';
import { type JobEvents, type JobSnapshot } from '@/lib/training/job-snapshot';
import { type LogLine } from '@/lib/training/log-line';

export interface StreamState {
  snapshot: JobSnapshot;
  /** Ascending by sequence, each once. */
  lines: LogLine[];
  /** The server has told of the lines that there are. */
  isLogHeard: boolean;
  /** Lines before these exist, but are only in the download. */
  truncated: boolean;
  /** Why the job is not there any more. */
  gone?: ActionError;
}

export type StreamEvent =
  /** From the stream, or an answer to a query while the stream is down. */
  | { type: 'snapshot'; snapshot: JobSnapshot }
  | { type: 'log'; log: JobEvents['log'] }
  | { type: 'gone'; error: ActionError };

/** A page that shows more than this is slow and no more useful: the rest is in the download. */
export const MAX_LINES = 50_000;
/** Dropped at once when there are too many, so that the lines do not shift with every new one. */
const SPARE_LINES = 5_000;

export const initialStreamState = (snapshot: JobSnapshot): StreamState => ({
  snapshot,
  lines: [],
  isLogHeard: false,
  truncated: false,
});

export const reduceStream = (state: StreamState, event: StreamEvent): StreamState => {
  switch (event.type) {
    case 'snapshot':
      // A reconnection may be answered from an older copy: time on the page never runs backwards.
      return event.snapshot.observedAt < state.snapshot.observedAt
        ? state
        : { ...state, snapshot: event.snapshot };
    case 'gone':
      return { ...state, gone: event.error };
    case 'log':
      return addLines(state, event.log);
  }
};

const addLines = (state: StreamState, { lines, reset, truncatedBefore }: JobEvents['log']): StreamState => {
  const kept = reset ? [] : state.lines;
  const merged = mergeLines(kept, lines);
  const over = merged.length - MAX_LINES;
  return {
    ...state,
    isLogHeard: true,
    lines: over > 0 ? merged.slice(over + SPARE_LINES) : merged,
    truncated: truncatedBefore !== undefined || over > 0 || (state.truncated && !reset),
  };
};

/** Both ascending. A line that is known already, as after a reconnection, is not added again. */
const mergeLines = (before: LogLine[], added: readonly LogLine[]): LogLine[] => {
  if (added.length === 0) return before;
  const last = before.at(-1)?.sequence ?? -Infinity;
  const first = added[0]?.sequence ?? Infinity;
  if (first > last) return before.length === 0 ? [...added] : before.concat(added);
  const bySequence = new Map(before.map((line) => [line.sequence, line]));
  const size = bySequence.size;
  for (const line of added) bySequence.set(line.sequence, bySequence.get(line.sequence) ?? line);
  if (bySequence.size === size) return before;
  return [...bySequence.values()].sort((a, b) => a.sequence - b.sequence);
};
