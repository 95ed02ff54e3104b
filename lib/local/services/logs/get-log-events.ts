import { z } from 'zod';
import { type StoredLogEvent } from '../../store/log-store';
import { whole } from '../sagemaker/constraint';
import {
  eventTime,
  existingGroup,
  existingStream,
  groupMembers,
  invalidToken,
  type LogsReader,
  pageToken,
  parseLogsInput,
  streamName,
} from './logs-input';

/** What one page may hold. */
export const pageBytes = 1024 * 1024;
export const pageEvents = 10_000;
/** An event's share of a page: its message in UTF-8 and AWS's overhead. */
export const eventBytes = (event: { message: string }): number => Buffer.byteLength(event.message) + 26;

const schema = z.object({
  ...groupMembers,
  logStreamName: streamName,
  startTime: eventTime.optional(),
  endTime: eventTime.optional(),
  nextToken: pageToken.optional(),
  limit: whole({ min: 1, max: pageEvents }).default(pageEvents),
  startFromHead: z.boolean().default(false),
});

/** `f/n` reads on from position n, `b/n` reads what lies before it. */
const writeToken = (direction: 'f' | 'b', position: number) =>
  `${direction}/${String(position).padStart(20, '0')}`;

const readToken = (token: string): { forward: boolean; position: number } => {
  const match = /^([fb])\/(\d{20})$/.exec(token);
  const position = Number(match?.[2]);
  if (!match || !Number.isSafeInteger(position)) throw invalidToken();
  return { forward: match[1] === 'f', position };
};

/**
 * Tokens are positions, so a client that reads forward to the end and asks again gets exactly what has been
 * written since. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_GetLogEvents.html
 */
export const getLogEvents = (reader: LogsReader, input: unknown) => {
  const request = parseLogsInput(schema, input);
  const group = existingGroup(reader, request);
  const stream = existingStream(reader, group, request.logStreamName);
  const at = (time: number) => reader.logs.positionAt(group, stream.name, time);
  // Both ends as positions: start inclusive, end exclusive.
  const first = request.startTime === undefined ? 0 : at(request.startTime);
  const end = request.endTime === undefined ? stream.eventCount : at(request.endTime);

  const token = request.nextToken === undefined ? undefined : readToken(request.nextToken);
  const forward = token?.forward ?? request.startFromHead;
  const start = token?.position ?? (forward ? first : end);
  const from = forward ? Math.max(start, first) : Math.max(first, Math.min(start, end) - request.limit);
  const to = forward ? Math.min(end, from + request.limit) : Math.min(start, end);

  const candidates = to > from ? reader.logs.read(group, stream.name, from, to - from) : [];
  const events = withinPage(candidates, forward);
  // An empty page gives back the token it was asked with: that is how a client knows the end.
  const head = events[0]?.position ?? start;
  const next = events.length > 0 ? head + events.length : start;
  return {
    events: events.map(({ timestamp, message, ingestionTime }) => ({ timestamp, message, ingestionTime })),
    nextForwardToken: writeToken('f', next),
    nextBackwardToken: writeToken('b', head),
  };
};

/** As many events as a page's bytes allow, from the start or (backward) from the end; always at least one. */
const withinPage = (events: StoredLogEvent[], forward: boolean): StoredLogEvent[] => {
  const step = forward ? 1 : -1;
  let bytes = 0;
  let count = 0;
  for (let index = forward ? 0 : events.length - 1; count < events.length; index += step) {
    bytes += eventBytes(events[index]!);
    if (bytes > pageBytes && count > 0) break;
    count += 1;
  }
  return forward ? events.slice(0, count) : events.slice(events.length - count);
};
