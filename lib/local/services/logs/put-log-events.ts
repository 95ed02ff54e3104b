import { z } from 'zod';
import { eventOverheadBytes, type LogEvent } from '../../store/log-store';
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
const hourMillis = 3_600_000;
const oldestMillis = 14 * 24 * hourMillis;
const newestMillis = 2 * hourMillis;
const longestSpanMillis = 24 * hourMillis;

const schema = z.object({
  logGroupName: groupName,
  logStreamName: streamName,
  logEvents: list(z.object({ timestamp: eventTime, message: text({ min: 1 }) }), { min: 1, max: 10_000 }),
  // Ignored, as by AWS: batches are taken in the order in which they come.
  sequenceToken: text({ min: 1 }).optional(),
});

/**
 * Events outside of the times that are taken are left out and reported, the others are kept. The size of a batch
 * bounds that of an event: 1 MB with its overhead.
 * https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutLogEvents.html
 */
export const putLogEvents = (reader: LogsReader, input: unknown) => {
  const { logEvents, ...request } = parseLogsInput(schema, input);
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
