import { z } from 'zod';
import { list, text, whole } from '../sagemaker/constraint';
import { parseFilterPattern } from './filter-pattern';
import { eventBytes, pageBytes, pageEvents } from './get-log-events';
import {
  eventTime,
  existingGroup,
  existingStream,
  groupMembers,
  invalidParameter,
  type LogsReader,
  pageToken,
  parseLogsInput,
  readToken,
  streamName,
  writeToken,
} from './logs-input';
import { eventId, mergeStreams } from './merge-streams';

/** Events looked at in one call: a filter that hardly ever matches then pages instead of blocking the server. */
const scannedEvents = 20_000;

const schema = z.object({
  ...groupMembers,
  logStreamNames: list(streamName, { min: 1, max: 100 }).optional(),
  logStreamNamePrefix: streamName.optional(),
  startTime: eventTime.optional(),
  endTime: eventTime.optional(),
  filterPattern: text({ max: 1024 }).default(''),
  nextToken: pageToken.optional(),
  limit: whole({ min: 1, max: pageEvents }).default(pageEvents),
  startFromHead: z.boolean().default(true),
});

const place = z.object({
  timestamp: z.int(),
  stream: z.string(),
  position: z.int().min(0),
  ascending: z.boolean(),
});

/**
 * Events of several streams interleaved by time; `interleaved` is ignored, as in AWS. Pages may be empty
 * while there is a token. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilterLogEvents.html
 */
export const filterLogEvents = (reader: LogsReader, input: unknown) => {
  const request = parseLogsInput(schema, input);
  if (request.logStreamNames !== undefined && request.logStreamNamePrefix !== undefined) {
    throw invalidParameter('logStreamNames and logStreamNamePrefix must not both be given.');
  }
  const matches = parseFilterPattern(request.filterPattern);
  const group = existingGroup(reader, request);
  const streams = request.logStreamNames
    ? [...new Set(request.logStreamNames)].map((name) => existingStream(reader, group, name))
    : reader.logs.streams(group, { prefix: request.logStreamNamePrefix });

  const token = readToken(place, request.nextToken);
  const ascending = token?.ascending ?? request.startFromHead;
  const merged = mergeStreams(reader.logs, group, streams, {
    from: request.startTime ?? 0,
    to: request.endTime ?? Number.MAX_SAFE_INTEGER,
    ascending,
    after: token,
  });

  const events = [];
  let bytes = 0;
  let scanned = 0;
  let last: z.infer<typeof place> | undefined;
  let more = false;
  for (const found of merged) {
    const { stream, event } = found;
    const matching = matches(event.message);
    const size = matching ? eventBytes(event) : 0;
    const full = events.length === request.limit || (events.length > 0 && bytes + size > pageBytes);
    if (full || scanned === scannedEvents) {
      more = true;
      break;
    }
    scanned += 1;
    last = { timestamp: event.timestamp, stream, position: event.position, ascending };
    if (!matching) continue;
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
};
