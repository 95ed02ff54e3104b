import { createHash } from 'node:crypto';
import {
  type LogPlace,
  type LogRange,
  type LogStreamRecord,
  type StoredLogEvent,
} from '../../store/log-store';
import { createHeap } from '../../core/heap';
import { type LogsReader } from './logs-input';

/** Walks the events of several streams in one order of time, reading each stream only as far as it is needed. */

export interface MergedEvent {
  stream: string;
  event: StoredLogEvent;
  /** Stands for the stream in ids. */
  streamDigits: string;
}

/** Unique in the account, the same at every reading. */
export const eventId = ({ event, streamDigits }: MergedEvent): string =>
  `${String(event.timestamp).padStart(14, '0')}${streamDigits}${String(event.sequence).padStart(27, '0')}`;

export interface MergeRange {
  /** Milliseconds since the epoch, both inclusive. */
  from: number;
  to: number;
  descending: boolean;
  /** Go on after this event. */
  after?: LogPlace & { stream: string };
}

/** In the order in which the walk can meet them: by first event, or descending by last event. */
export interface StreamQueue {
  peek(): LogStreamRecord | undefined;
  take(): void;
}

export const queueOf = (
  streams: readonly LogStreamRecord[],
  { from, to, descending }: MergeRange,
): StreamQueue => {
  const waiting = streams
    .filter((stream) => firstTime(stream) <= to && lastTime(stream) >= from)
    .sort((a, b) => (descending ? lastTime(b) - lastTime(a) : firstTime(a) - firstTime(b)));
  let next = 0;
  return { peek: () => waiting[next], take: () => void (next += 1) };
};

const streamsAtOnce = 100;

/** The streams of a group with a prefix, read from the store as the walk comes to them. */
export const queueOfGroup = (
  { logs }: LogsReader,
  group: string,
  prefix: string | undefined,
  range: MergeRange,
): StreamQueue => {
  let page: LogStreamRecord[] = [];
  let next = 0;
  let after: LogStreamRecord | undefined;
  let isLast = false;
  return {
    peek() {
      if (next === page.length && !isLast) {
        page = logs.streamsInRange(group, { ...range, prefix, after, limit: streamsAtOnce });
        after = page.at(-1) ?? after;
        isLast = page.length < streamsAtOnce;
        next = 0;
      }
      return page[next];
    },
    take: () => void (next += 1),
  };
};

interface Cursor {
  stream: string;
  place: LogPlace | undefined;
  block: StoredLogEvent[];
  index: number;
  /** Events that the next block may hold: a stream of which little is used costs little. */
  blockEvents: number;
  streamDigits: string;
}

const firstBlock = 50;
/** Of many streams that are read at once little of each is likely to be used, and all of it is in memory. */
const manyStreams = 100;
const maxBlockEvents = 1000;
const blockBytes = 128 * 1024;

/** Undefined now and then, where a stream was opened and no event found yet: a place to pause at. */
export function* mergeStreams(
  reader: LogsReader,
  group: string,
  queue: StreamQueue,
  range: MergeRange,
): Generator<MergedEvent | undefined> {
  const { descending } = range;
  const open = createHeap<Cursor>((one, other) => comesBefore(one, other, descending));
  for (;;) {
    // A stream is opened only when its first event could be the next one.
    for (let next = queue.peek(); next && couldBeNext(next, open.first(), descending); next = queue.peek()) {
      queue.take();
      const cursor = openCursor(group, next.name, range, open.size < manyStreams ? firstBlock : 1);
      if (fillFrom(reader, group, cursor, range)) open.add(cursor);
      yield undefined;
    }
    const best = open.first();
    if (!best) return;
    yield { stream: best.stream, event: best.block[best.index]!, streamDigits: best.streamDigits };
    best.index += 1;
    if (fillFrom(reader, group, best, range)) open.settleFirst();
    else open.removeFirst();
  }
}

const firstTime = (stream: LogStreamRecord) => stream.firstEventTimestamp ?? Infinity;
const lastTime = (stream: LogStreamRecord) => stream.lastEventTimestamp ?? -Infinity;

const couldBeNext = (stream: LogStreamRecord, best: Cursor | undefined, descending: boolean): boolean => {
  if (!best) return true;
  const { timestamp } = best.block[best.index]!;
  return descending ? lastTime(stream) >= timestamp : firstTime(stream) <= timestamp;
};

/** Order of events: time, then stream name, then arrival. */
const comesBefore = (one: Cursor, other: Cursor, descending: boolean): boolean => {
  const difference = one.block[one.index]!.timestamp - other.block[other.index]!.timestamp;
  const order = difference || (one.stream < other.stream ? -1 : 1);
  return descending ? order > 0 : order < 0;
};

const openCursor = (
  group: string,
  stream: string,
  { after, descending }: MergeRange,
  blockEvents: number,
): Cursor => {
  const digest = createHash('sha256').update(`${group}\n${stream}`).digest();
  return {
    stream,
    place: after && placeIn(stream, after, descending),
    block: [],
    index: 0,
    blockEvents,
    streamDigits: String(digest.readUIntBE(0, 6)).padStart(15, '0'),
  };
};

/** What of this stream the walk has passed when it stands at an event of another (or this) stream. */
const placeIn = (stream: string, after: LogPlace & { stream: string }, descending: boolean): LogPlace => {
  const { timestamp, sequence } = after;
  if (stream === after.stream) return { timestamp, sequence };
  // Of streams that come before it in the walk, the events of the same time have been passed as well.
  const isBefore = descending ? stream > after.stream : stream < after.stream;
  const passed = descending ? -1 : Number.MAX_SAFE_INTEGER;
  const left = descending ? Number.MAX_SAFE_INTEGER : -1;
  return { timestamp, sequence: isBefore ? passed : left };
};

/** Makes sure that the cursor stands at an event; false at its end. */
const fillFrom = ({ logs }: LogsReader, group: string, cursor: Cursor, range: MergeRange): boolean => {
  if (cursor.index < cursor.block.length) return true;
  const wanted: LogRange = {
    from: range.from,
    to: range.to,
    descending: range.descending,
    beyond: cursor.place,
    limit: cursor.blockEvents,
    maxBytes: blockBytes,
  };
  cursor.block = logs.read(group, cursor.stream, wanted);
  cursor.index = 0;
  cursor.place = cursor.block.at(-1);
  cursor.blockEvents = Math.min(maxBlockEvents, cursor.blockEvents * 4);
  return cursor.block.length > 0;
};
