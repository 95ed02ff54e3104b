import { z } from 'zod';
import { eventOverheadBytes, type LogEvent } from '../../store/log-store';
import { AwsError } from '../../core/aws-error';
import { inTurns } from '../../core/turns';
import type { DeclaredOperation } from '../declared-operation';
import { kept, unknownMember } from '../../core/input/member-use';
import { list, text } from '../../core/input/constraint';
import { withoutNulls } from '../input/parse-input';
import {
  declare,
  eventTime,
  existingGroup,
  existingStream,
  groupName,
  invalidParameter,
  type LogsReader,
  parseLogsInput,
  sequenceToken,
  streamName,
} from './logs-input';

const batchBytes = 1024 * 1024;
const maxEvents = 10_000;
const hourMs = 3_600_000;
const maxEventAgeMs = 14 * 24 * hourMs;
const newestMs = 2 * hourMs;
const maxSpanMs = 24 * hourMs;

const event = z.strictObject({ timestamp: eventTime, message: text({ min: 1 }) });

const names = z.record(text({ min: 1, max: 512 }), text({ min: 1, max: 4096 }));

const members = {
  logGroupName: groupName,
  logStreamName: streamName,
  sequenceToken: kept(
    text({ min: 1 }),
    'batches are taken in the order in which they come, as by AWS',
  ).optional(),
  entity: kept(
    z.strictObject({ keyAttributes: names.optional(), attributes: names.optional() }).optional(),
    'events are found by their group and stream, not by an entity',
  ),
};
const bounds = { min: 1, max: maxEvents };
const schema = z.strictObject({ ...members, logEvents: list(event, bounds) });
/** The events are read one by one: a schema would gather a sentence about each. */
const withoutEvents = z.strictObject({ ...members, logEvents: list(z.unknown(), bounds) });

/** Events that are read between two pauses. */
const stretch = 500;

const readBatch = (raw: unknown): z.output<typeof schema> | Promise<z.output<typeof schema>> =>
  inTurns(readInTurns(raw));

function* readInTurns(raw: unknown): Generator<void, z.output<typeof schema>> {
  const given = eventsIn(raw);
  // The events are most of it: they are gone through once, afterwards.
  const outline = given ? { ...Object(raw), logEvents: given.map(() => 0) } : raw;
  const { logEvents, ...request } = parseLogsInput(withoutEvents, outline);
  const events: LogEvent[] = [];
  for (const [index, one] of (given ?? logEvents).entries()) {
    if (index % stretch === stretch - 1) yield;
    events.push(readEvent(one, index));
  }
  return { ...request, logEvents: events };
}

const eventsIn = (raw: unknown): readonly unknown[] | undefined => {
  const found = typeof raw === 'object' && raw !== null && 'logEvents' in raw ? raw.logEvents : undefined;
  return Array.isArray(found) ? found : undefined;
};

/**
 * Events outside of the times that are taken are left out and reported, the others are kept. The size of a batch
 * bounds that of an event: 1 MB with its overhead.
 * https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutLogEvents.html
 */
export const putLogEvents = (reader: LogsReader): DeclaredOperation =>
  declare(schema, (request) => storeBatch(reader, request), readBatch);

const storeBatch = (reader: LogsReader, request: z.output<typeof schema>): object => {
  const { logEvents, logGroupName, logStreamName } = request;
  checkBatch(logEvents);
  const group = existingGroup(reader, { logGroupName });
  const stream = existingStream(reader, group, logStreamName);
  const now = reader.clock.now();
  const retention = reader.logs.retentionMs(group) ?? Infinity;

  // In order of time, so what is refused lies at the ends.
  const tooOld = countUntil(logEvents, now - maxEventAgeMs);
  const expired = countUntil(logEvents, now - retention);
  const tooNew = logEvents.findIndex(({ timestamp }) => timestamp > now + newestMs);
  const taken = logEvents.slice(Math.max(tooOld, expired), tooNew === -1 ? undefined : tooNew);
  if ((taken.at(-1)?.timestamp ?? 0) - (taken[0]?.timestamp ?? 0) > maxSpanMs) {
    throw invalidParameter(
      'The batch of log events in a single PutLogEvents request cannot span more than 24 hours.',
    );
  }
  reader.logs.put(group, stream.name, taken);
  const rejected = {
    ...(tooNew !== -1 && { tooNewLogEventStartIndex: tooNew }),
    ...(tooOld > 0 && { tooOldLogEventEndIndex: tooOld }),
    ...(expired > tooOld && { expiredLogEventEndIndex: expired }),
  };
  return {
    nextSequenceToken: sequenceToken,
    ...(Object.keys(rejected).length > 0 && { rejectedLogEventsInfo: rejected }),
  };
};

const readEvent = (given: unknown, index: number): LogEvent => {
  const parsed = event.safeParse(withoutNulls(given));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  if (issue?.code === 'unrecognized_keys') {
    const member = `logEvents[${index}].${(issue.keys[0] ?? '').slice(0, 100)}`;
    throw invalidParameter(`${member} is not supported by the local backend: ${unknownMember}.`);
  }
  const at = ['logEvents', `${index + 1}`, 'member', ...(issue?.path ?? [])].join('.');
  if (issue?.code === 'custom') {
    throw invalidParameter(
      `1 validation error detected: Value at '${at}' failed to satisfy constraint: ${issue.message}`,
    );
  }
  throw new AwsError('SerializationException', `${at}: ${issue?.message ?? 'it cannot be read'}`);
};

const countUntil = (events: readonly LogEvent[], time: number): number => {
  const kept = events.findIndex(({ timestamp }) => timestamp >= time);
  return kept === -1 ? events.length : kept;
};

const checkBatch = (events: readonly LogEvent[]): void => {
  let bytes = 0;
  let last = 0;
  for (const { timestamp, message } of events) {
    bytes += Buffer.byteLength(message) + eventOverheadBytes;
    if (timestamp < last) {
      throw invalidParameter('Log events in a single PutLogEvents request must be in chronological order.');
    }
    last = timestamp;
  }
  if (bytes > batchBytes) {
    throw invalidParameter(`Upload too large: ${bytes} bytes exceeds limit of ${batchBytes}`);
  }
};
