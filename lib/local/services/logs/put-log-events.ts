import { z } from 'zod';
import { eventOverheadBytes, type LogEvent } from '../../store/log-store';
import { AwsError } from '../../wire/errors';
import { list, text } from '../sagemaker/constraint';
import {
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
const mostEvents = 10_000;
const hourMillis = 3_600_000;
const oldestMillis = 14 * 24 * hourMillis;
const newestMillis = 2 * hourMillis;
const longestSpanMillis = 24 * hourMillis;

const schema = z.object({
  logGroupName: groupName,
  logStreamName: streamName,
  // The events are read one by one below: a schema would gather a sentence about each.
  logEvents: list(z.unknown(), { min: 1, max: mostEvents }),
  // Ignored, as by AWS: batches are taken in the order in which they come.
  sequenceToken: text({ min: 1 }).optional(),
});

/**
 * Events outside of the times that are taken are left out and reported, the others are kept. The size of a batch
 * bounds that of an event: 1 MB with its overhead.
 * https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutLogEvents.html
 */
export const putLogEvents = (reader: LogsReader, input: unknown) => {
  const { logEvents: given, ...request } = parseLogsInput(schema, input);
  const logEvents = readEvents(given);
  checkBatch(logEvents);
  const group = existingGroup(reader, request);
  const stream = existingStream(reader, group, request.logStreamName);
  const now = reader.clock.now();
  const retention = reader.logs.retentionMillis(group) ?? Infinity;

  // In order of time, so what is refused lies at the ends.
  const tooOld = countUntil(logEvents, now - oldestMillis);
  const expired = countUntil(logEvents, now - retention);
  const tooNew = logEvents.findIndex(({ timestamp }) => timestamp > now + newestMillis);
  const kept = logEvents.slice(Math.max(tooOld, expired), tooNew === -1 ? undefined : tooNew);
  if ((kept.at(-1)?.timestamp ?? 0) - (kept[0]?.timestamp ?? 0) > longestSpanMillis) {
    throw invalidParameter(
      'The batch of log events in a single PutLogEvents request cannot span more than 24 hours.',
    );
  }
  reader.logs.put(group, stream.name, kept);
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

const event = z.object({ timestamp: eventTime, message: text({ min: 1 }) });

const readEvents = (given: readonly unknown[]): LogEvent[] =>
  given.map((one, index) => {
    const parsed = event.safeParse(one);
    if (parsed.success) return parsed.data;
    const [issue] = parsed.error.issues;
    const at = ['logEvents', `${index + 1}`, 'member', ...(issue?.path ?? [])].join('.');
    if (issue?.code === 'custom') {
      throw invalidParameter(
        `1 validation error detected: Value at '${at}' failed to satisfy constraint: ${issue.message}`,
      );
    }
    throw new AwsError('SerializationException', `${at}: ${issue?.message ?? 'it cannot be read'}`);
  });

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
