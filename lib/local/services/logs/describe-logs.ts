import { z } from 'zod';
import type { DeclaredOperation } from '../declared-operation';
import { type RequestContext } from '../../wire/service';
import { type LogQueries } from '../../store/log-store';
import { kept, refused } from '../../core/input/member-use';
import { list, oneOf, text, whole } from '../../core/input/constraint';
import {
  existingGroup,
  groupMembers,
  groupName,
  groupOfIdentifier,
  invalidParameter,
  type LogsReader,
  pageToken,
  declare,
  readToken,
  sequenceToken,
  streamName,
  writeToken,
} from './logs-input';

const pageLimit = whole({ min: 1, max: 50 }).default(50);

const groupsInput = z.strictObject({
  logGroupNamePrefix: groupName.optional(),
  logGroupNamePattern: text({ max: 512, pattern: '[\\.\\-_/#A-Za-z0-9]*' }).optional(),
  logGroupClass: oneOf(['STANDARD', 'INFREQUENT_ACCESS', 'DELIVERY']).optional(),
  logGroupIdentifiers: list(text({ min: 1, max: 2048 }), { min: 1, max: 50 }).optional(),
  accountIdentifiers: refused('there is one account'),
  includeLinkedAccounts: kept(z.boolean(), 'there is one account, and no other is linked to it').optional(),
  limit: pageLimit,
  nextToken: pageToken.optional(),
});

export const groupArn = ({ region, accountId }: RequestContext, name: string) =>
  `arn:aws:logs:${region}:${accountId}:log-group:${name}`;

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DescribeLogGroups.html */
export const describeLogGroups = ({ logs }: LogsReader): DeclaredOperation =>
  declare(groupsInput, (request, context) => {
    const { logGroupNamePrefix: prefix, logGroupNamePattern: pattern, logGroupIdentifiers, limit } = request;
    if (prefix !== undefined && pattern !== undefined) {
      throw invalidParameter(
        'LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.',
      );
    }
    const after = readToken(z.object({ name: z.string() }), request.nextToken)?.name;
    const found =
      logGroupIdentifiers === undefined
        ? logs.groupPage({ prefix, pattern, after, limit: limit + 1 })
        : namedGroups(logs, logGroupIdentifiers);
    const page = found.slice(0, limit);
    const last = page.at(-1);
    return {
      logGroups: page
        .filter(
          (group) => request.logGroupClass === undefined || request.logGroupClass === group.logGroupClass,
        )
        .map((group) => ({
          logGroupName: group.name,
          creationTime: group.creationTime,
          retentionInDays: group.retentionDays,
          metricFilterCount: 0,
          arn: `${groupArn(context, group.name)}:*`,
          storedBytes: group.storedBytes,
          logGroupClass: group.logGroupClass,
          logGroupArn: groupArn(context, group.name),
          deletionProtectionEnabled: group.deletionProtection,
        })),
      ...(last && found.length > limit ? { nextToken: writeToken({ name: last.name }) } : {}),
    };
  });

const namedGroups = (logs: LogQueries, identifiers: readonly string[]) =>
  [...new Set(identifiers.map(groupOfIdentifier))].flatMap((name) => logs.group(name) ?? []);

const streamsInput = z.strictObject({
  ...groupMembers,
  logStreamNamePrefix: streamName.optional(),
  orderBy: oneOf(['LogStreamName', 'LastEventTime']).default('LogStreamName'),
  descending: z.boolean().default(false),
  limit: pageLimit,
  nextToken: pageToken.optional(),
});

const streamsToken = z.object({
  name: z.string(),
  lastEventTimestamp: z.number().optional(),
  order: z.string(),
});

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DescribeLogStreams.html */
export const describeLogStreams = (reader: LogsReader): DeclaredOperation =>
  declare(streamsInput, (request, context) => {
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
        uploadSequenceToken: sequenceToken,
      })),
      ...(more && {
        nextToken: writeToken({ name: last.name, lastEventTimestamp: last.lastEventTimestamp, order }),
      }),
    };
  });
