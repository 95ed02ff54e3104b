import { z } from 'zod';
import type { DeclaredOperation } from '../declared-operation';
import { inTurns } from '../../core/turns';
import { eventOverheadBytes, type LogPlace, type StoredLogEvent } from '../../store/log-store';
import { whole } from '../../core/input/constraint';
import {
  eventTime,
  existingGroup,
  existingStream,
  groupMembers,
  invalidToken,
  type LogsReader,
  pageToken,
  declare,
  streamName,
  unmask,
} from './logs-input';

/** What one page may hold: each event counts with its UTF-8 bytes and 26 more. */
export const pageBytes = 1024 * 1024;
export const pageEvents = 10_000;
/** Read between two pauses. */
const blockEvents = 1000;

const schema = z.strictObject({
  ...groupMembers,
  logStreamName: streamName,
  startTime: eventTime.optional(),
  endTime: eventTime.optional(),
  nextToken: pageToken.optional(),
  limit: whole({ min: 1, max: pageEvents }).default(pageEvents),
  startFromHead: z.boolean().default(false),
  unmask,
});

/** `f/…` reads on after a place, `b/…` reads what lies before it. */
const writeToken = (direction: 'f' | 'b', { timestamp, sequence }: LogPlace) =>
  `${direction}/${String(timestamp).padStart(16, '0')}${String(sequence + 1).padStart(40, '0')}`;

const readToken = (token: string): { forward: boolean; place: LogPlace } => {
  const match = /^([fb])\/(\d{16})(\d{40})$/.exec(token);
  const place = { timestamp: Number(match?.[2]), sequence: Number(match?.[3]) - 1 };
  if (!match || !Number.isSafeInteger(place.timestamp) || !Number.isSafeInteger(place.sequence))
    throw invalidToken();
  return { forward: match[1] === 'f', place };
};

const start: LogPlace = { timestamp: 0, sequence: -1 };
const beside = (place: LogPlace, step: number) => ({
  ...place,
  sequence: Math.max(-1, place.sequence + step),
});

/**
 * Tokens are places, so a client that reads forward to the end and asks again gets exactly what has come after.
 * An empty page gives back the token it was asked with: that is how a client knows the end.
 * https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_GetLogEvents.html
 */
export const getLogEvents = (reader: LogsReader): DeclaredOperation =>
  declare(schema, (request) => inTurns(readPage(reader, request)));

function* readPage(reader: LogsReader, request: z.output<typeof schema>): Generator<void, object> {
  const group = existingGroup(reader, request);
  const stream = existingStream(reader, group, request.logStreamName);
  const token = request.nextToken === undefined ? undefined : readToken(request.nextToken);
  const forward = token?.forward ?? request.startFromHead;

  const range = {
    from: request.startTime,
    // The end is exclusive here, other than in FilterLogEvents.
    to: request.endTime === undefined ? undefined : request.endTime - 1,
    descending: !forward,
  };
  const found: StoredLogEvent[] = [];
  let left = pageBytes;
  for (;;) {
    const limit = Math.min(blockEvents, request.limit - found.length);
    const block = reader.logs.read(group, stream.name, {
      ...range,
      beyond: found.at(-1) ?? token?.place,
      limit,
      maxBytes: left,
    });
    // The first event of a page comes whatever its size, no other one.
    const size = block.reduce((sum, one) => sum + Buffer.byteLength(one.message) + eventOverheadBytes, 0);
    if (found.length > 0 && size > left) break;
    found.push(...block);
    left -= size;
    if (block.length < limit || found.length === request.limit || left <= 0) break;
    yield;
  }
  const events = forward ? found : found.reverse();
  const [first] = events;
  const last = events.at(-1);
  const asked = token?.place ?? start;
  return {
    events: events.map(({ timestamp, message, ingestionTime }) => ({ timestamp, message, ingestionTime })),
    nextForwardToken: writeToken('f', last ?? (forward ? asked : beside(asked, -1))),
    nextBackwardToken: writeToken('b', first ?? (forward ? beside(asked, 1) : asked)),
  };
}
