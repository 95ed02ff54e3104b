import { createHash } from 'node:crypto';
import {
  type LogQueries,
  type LogStore,
  type LogStreamRecord,
  type StoredLogEvent,
} from '../../store/log-store';

/** Walks the events of several streams in one order of time, reading each stream only as far as it is needed. */

export interface MergedEvent {
  stream: string;
  event: StoredLogEvent;
  /** Stands for the stream in ids. */
  streamDigits: string;
}

/** Unique in the account, the same at every reading. */
export const eventId = ({ event, streamDigits }: MergedEvent): string =>
  `${String(event.timestamp).padStart(14, '0')}${streamDigits}${String(event.position).padStart(27, '0')}`;

export interface MergeRange {
  /** Milliseconds since the epoch, both inclusive. */
  from: number;
  to: number;
  ascending: boolean;
  /** Go on after this event. */
  after?: { timestamp: number; stream: string; position: number };
}

const blockEvents = 500;

interface Cursor {
  stream: string;
  /** Next position to read from the store, in the direction of the walk. */
  next: number;
  /** First position beyond the range, in the direction of the walk. */
  end: number;
  block: StoredLogEvent[];
  index: number;
  streamDigits: string;
}

export function* mergeStreams(
  logs: LogStore & LogQueries,
  group: string,
  streams: readonly LogStreamRecord[],
  range: MergeRange,
): Generator<MergedEvent> {
  const { ascending } = range;
  const waiting = streams
    .filter((stream) => firstTime(stream) <= range.to && lastTime(stream) >= range.from)
    .sort((a, b) => (ascending ? firstTime(b) - firstTime(a) : lastTime(a) - lastTime(b)));
  const open: Cursor[] = [];
  for (;;) {
    let best = earliest(open, ascending);
    // A stream is opened only when its first event could be the next one.
    for (let next = waiting.at(-1); next && couldBeNext(next, best, ascending); next = waiting.at(-1)) {
      waiting.pop();
      const cursor = openCursor(logs, group, next.name, range);
      if (fill(logs, group, cursor, ascending)) open.push(cursor);
      best = earliest(open, ascending);
    }
    if (!best) return;
    yield { stream: best.stream, event: best.block[best.index]!, streamDigits: best.streamDigits };
    best.index += 1;
    if (!fill(logs, group, best, ascending)) open.splice(open.indexOf(best), 1);
  }
}

const firstTime = (stream: LogStreamRecord) => stream.firstEventTimestamp ?? 0;
const lastTime = (stream: LogStreamRecord) => stream.lastEventTimestamp ?? 0;

const couldBeNext = (stream: LogStreamRecord, best: Cursor | undefined, ascending: boolean): boolean => {
  if (!best) return true;
  const { timestamp } = best.block[best.index]!;
  return ascending ? firstTime(stream) <= timestamp : lastTime(stream) >= timestamp;
};

/** Order of events: time, then stream name, then position. */
const earliest = (cursors: readonly Cursor[], ascending: boolean): Cursor | undefined => {
  const sign = ascending ? 1 : -1;
  let best: Cursor | undefined;
  for (const cursor of cursors) {
    if (!best) {
      best = cursor;
      continue;
    }
    const difference = cursor.block[cursor.index]!.timestamp - best.block[best.index]!.timestamp;
    const order = difference || (cursor.stream < best.stream ? -1 : 1);
    if (order * sign < 0) best = cursor;
  }
  return best;
};

const openCursor = (logs: LogQueries, group: string, stream: string, range: MergeRange): Cursor => {
  const at = (time: number) => logs.positionAt(group, stream, time);
  let first = at(range.from);
  let end = at(range.to + 1);
  const { after } = range;
  if (after && range.ascending) {
    const passed =
      stream === after.stream ? after.position + 1 : at(after.timestamp + (stream < after.stream ? 1 : 0));
    first = Math.max(first, passed);
  } else if (after) {
    const passed =
      stream === after.stream ? after.position : at(after.timestamp + (stream < after.stream ? 1 : 0));
    end = Math.min(end, passed);
  }
  const digest = createHash('sha256').update(`${group}\n${stream}`).digest();
  return {
    stream,
    next: range.ascending ? first : end - 1,
    end: range.ascending ? end : first - 1,
    block: [],
    index: 0,
    streamDigits: String(digest.readUIntBE(0, 6)).padStart(15, '0'),
  };
};

/** Makes sure that the cursor stands at an event; false at its end. */
const fill = (logs: LogStore, group: string, cursor: Cursor, ascending: boolean): boolean => {
  if (cursor.index < cursor.block.length) return true;
  const left = ascending ? cursor.end - cursor.next : cursor.next - cursor.end;
  const count = Math.min(left, blockEvents);
  if (count <= 0) return false;
  const from = ascending ? cursor.next : cursor.next - count + 1;
  cursor.block = logs.read(group, cursor.stream, from, count);
  if (!ascending) cursor.block.reverse();
  cursor.next += ascending ? count : -count;
  cursor.index = 0;
  return cursor.block.length > 0;
};
