import { z } from 'zod';
import { type RequestContext } from '../../wire/service';
import { text, whole } from '../sagemaker/constraint';
import {
  existingGroup,
  groupMembers,
  groupName,
  invalidParameter,
  type LogsReader,
  pageToken,
  parseLogsInput,
  readToken,
  streamName,
  writeToken,
} from './logs-input';

const pageLimit = whole({ min: 1, max: 50 }).default(50);

const groupsInput = z.object({
  logGroupNamePrefix: groupName.optional(),
  logGroupNamePattern: text({ max: 512, pattern: '[\\.\\-_/#A-Za-z0-9]*' }).optional(),
  limit: pageLimit,
  nextToken: pageToken.optional(),
});

const groupArn = ({ region, accountId }: RequestContext, name: string) =>
  `arn:aws:logs:${region}:${accountId}:log-group:${name}`;

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DescribeLogGroups.html */
export const describeLogGroups = ({ logs }: LogsReader, input: unknown, context: RequestContext) => {
  const { logGroupNamePrefix, logGroupNamePattern, limit, nextToken } = parseLogsInput(groupsInput, input);
  if (logGroupNamePrefix !== undefined && logGroupNamePattern !== undefined) {
    throw invalidParameter(
      'LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.',
    );
  }
  const after = readToken(z.object({ name: z.string() }), nextToken)?.name ?? '';
  const pattern = logGroupNamePattern?.toLowerCase() ?? '';
  const groups = logs
    .groups(logGroupNamePrefix)
    .filter(({ name }) => name > after && name.toLowerCase().includes(pattern));
  const page = groups.slice(0, limit);
  const last = page.at(-1);
  return {
    logGroups: page.map(({ name, creationTime, storedBytes }) => ({
      logGroupName: name,
      creationTime,
      metricFilterCount: 0,
      arn: `${groupArn(context, name)}:*`,
      storedBytes,
      logGroupClass: 'STANDARD',
      logGroupArn: groupArn(context, name),
    })),
    ...(last && groups.length > limit ? { nextToken: writeToken({ name: last.name }) } : {}),
  };
};

const streamsInput = z.object({
  ...groupMembers,
  logStreamNamePrefix: streamName.optional(),
  orderBy: text({ pattern: 'LogStreamName|LastEventTime' }).default('LogStreamName'),
  descending: z.boolean().default(false),
  limit: pageLimit,
  nextToken: pageToken.optional(),
});

const streamsToken = z.object({ name: z.string(), lastEventTimestamp: z.number(), order: z.string() });

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DescribeLogStreams.html */
export const describeLogStreams = (reader: LogsReader, input: unknown, context: RequestContext) => {
  const request = parseLogsInput(streamsInput, input);
  const { logStreamNamePrefix: prefix, descending, limit } = request;
  const byLastEvent = request.orderBy === 'LastEventTime';
  if (byLastEvent && prefix !== undefined) {
    throw invalidParameter('Cannot order by LastEventTime with a logStreamNamePrefix.');
  }
  const group = existingGroup(reader, request);
  const order = `${request.orderBy} ${descending}`;
  const after = readToken(
    streamsToken.refine((token) => token.order === order),
    request.nextToken,
  );
  const found = reader.logs.streamPage(group, { prefix, byLastEvent, descending, after, limit: limit + 1 });
  const page = found.slice(0, limit);
  const last = page.at(-1);
  const more = last && found.length > limit;
  return {
    logStreams: page.map((stream) => ({
      logStreamName: stream.name,
      creationTime: stream.creationTime,
      firstEventTimestamp: stream.firstEventTimestamp,
      lastEventTimestamp: stream.lastEventTimestamp,
      lastIngestionTime: stream.lastIngestionTime,
      arn: `${groupArn(context, group)}:log-stream:${stream.name}`,
      // AWS has reported 0 for every stream since 2019.
      storedBytes: 0,
    })),
    ...(more && {
      nextToken: writeToken({ name: last.name, lastEventTimestamp: last.lastEventTimestamp, order }),
    }),
  };
};
