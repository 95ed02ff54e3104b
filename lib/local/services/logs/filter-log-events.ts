import { z } from 'zod';
import { inTurns } from '../../core/turns';
import type { DeclaredOperation } from '../declared-operation';
import { kept } from '../../core/input/member-use';
import { list, text, whole } from '../../core/input/constraint';
import { parseFilterPattern } from './filter-pattern';
import { eventOverheadBytes } from '../../store/log-store';
import { pageBytes, pageEvents } from './get-log-events';
import {
  eventTime,
  existingGroup,
  existingStream,
  groupMembers,
  invalidParameter,
  type LogsReader,
  pageToken,
  declare,
  readToken,
  streamName,
  unmask,
  writeToken,
} from './logs-input';
import { eventId, mergeStreams, queueOf, queueOfGroup } from './merge-streams';

/** Looked at in one call: a filter that hardly ever matches then pages instead of blocking the server. */
const scannedEvents = 10_000;
const scannedBytes = 4 * 1024 * 1024;
/** Events between two pauses, and streams that are opened between two. */
const stretch = 500;
const streamsBetweenPauses = 50;

const schema = z.strictObject({
  ...groupMembers,
  logStreamNames: list(streamName, { min: 1, max: 100 }).optional(),
  logStreamNamePrefix: streamName.optional(),
  startTime: eventTime.optional(),
  endTime: eventTime.optional(),
  filterPattern: text({ max: 1024 }).default(''),
  nextToken: pageToken.optional(),
  limit: whole({ min: 1, max: pageEvents }).default(pageEvents),
  startFromHead: z.boolean().default(true),
  interleaved: kept(z.boolean(), 'events are always interleaved, as by AWS since 2019').optional(),
  unmask,
});

const place = z.object({
  timestamp: z.int(),
  stream: z.string(),
  sequence: z.int().min(0),
  descending: z.boolean(),
});

/**
 * Events of several streams interleaved by time. Pages may be empty while there is a token.
 * https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilterLogEvents.html
 */
export const filterLogEvents = (reader: LogsReader): DeclaredOperation =>
  declare(schema, (request) => inTurns(filter(reader, request)));

function* filter(reader: LogsReader, request: z.output<typeof schema>): Generator<void, object> {
  if (request.logStreamNames !== undefined && request.logStreamNamePrefix !== undefined) {
    throw invalidParameter('logStreamNames and logStreamNamePrefix must not both be given.');
  }
  const matches = parseFilterPattern(request.filterPattern);
  const group = existingGroup(reader, request);
  const token = readToken(place, request.nextToken);
  const descending = token?.descending ?? !request.startFromHead;
  const from = request.startTime ?? 0;
  const to = request.endTime ?? Number.MAX_SAFE_INTEGER;
  const range = {
    // What the walk has passed need not be looked for again.
    from: token && !descending ? Math.max(from, token.timestamp) : from,
    to: token && descending ? Math.min(to, token.timestamp) : to,
    descending,
    after: token,
  };
  const named = request.logStreamNames && [...new Set(request.logStreamNames)];
  const queue = named
    ? queueOf(
        named.map((name) => existingStream(reader, group, name)),
        range,
      )
    : queueOfGroup(reader, group, request.logStreamNamePrefix, range);

  const events = [];
  let bytes = 0;
  let scanned = { events: 0, bytes: 0 };
  let last: z.infer<typeof place> | undefined;
  let more = false;
  let opened = 0;
  for (const found of mergeStreams(reader, group, queue, range)) {
    if (!found) {
      opened += 1;
      if (opened % streamsBetweenPauses === 0) yield;
      continue;
    }
    const { stream, event } = found;
    const size = Buffer.byteLength(event.message) + eventOverheadBytes;
    const isFull = events.length === request.limit || (events.length > 0 && bytes + size > pageBytes);
    const isEnough = scanned.events >= scannedEvents || scanned.bytes >= scannedBytes;
    if (isEnough || (isFull && matches(event.message))) {
      more = true;
      break;
    }
    scanned = { events: scanned.events + 1, bytes: scanned.bytes + size };
    if (scanned.events % stretch === 0) yield;
    last = { timestamp: event.timestamp, stream, sequence: event.sequence, descending };
    if (!matches(event.message)) continue;
    bytes += size;
    events.push({
      logStreamName: stream,
      timestamp: event.timestamp,
      message: event.message,
      ingestionTime: event.ingestionTime,
      eventId: eventId(found),
    });
  }
  // AWS has left searchedLogStreams empty since 2020.
  return { events, searchedLogStreams: [], ...(more && last ? { nextToken: writeToken(last) } : {}) };
}
