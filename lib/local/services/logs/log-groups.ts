import { z } from 'zod';
import type { DeclaredOperation } from '../declared-operation';
import { AwsError } from '../../core/aws-error';
import { refused } from '../../core/input/member-use';
import { oneOf, text } from '../../core/input/constraint';
import {
  existingGroup,
  existingStream,
  groupName,
  invalidParameter,
  type LogsReader,
  declare,
  streamName,
  tagMap,
} from './logs-input';

/** Makes and removes groups and streams. Replies are empty, as AWS's. */

const taken = (what: string): AwsError =>
  new AwsError('ResourceAlreadyExistsException', `The specified log ${what} already exists`);

const ofGroup = z.strictObject({ logGroupName: groupName });
const ofStream = z.strictObject({ logGroupName: groupName, logStreamName: streamName });

const newGroup = z.strictObject({
  logGroupName: groupName,
  kmsKeyId: refused('nothing is encrypted at rest'),
  tags: tagMap.optional(),
  logGroupClass: oneOf(['STANDARD', 'INFREQUENT_ACCESS']).optional(),
  deletionProtectionEnabled: z.boolean().optional(),
});

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html */
export const createLogGroup = ({ logs }: LogsReader): DeclaredOperation =>
  declare(newGroup, ({ logGroupName, tags, logGroupClass, deletionProtectionEnabled }) => {
    if (logGroupName.startsWith('aws/')) {
      throw invalidParameter("Log groups starting with 'aws/' are reserved for AWS.");
    }
    const isNew = logs.createGroup({
      name: logGroupName,
      logGroupClass,
      tags,
      deletionProtection: deletionProtectionEnabled,
    });
    if (!isNew) throw taken('group');
    return {};
  });

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DeleteLogGroup.html */
export const deleteLogGroup = (reader: LogsReader): DeclaredOperation =>
  declare(ofGroup, (request) => {
    const group = existingGroup(reader, request);
    if (reader.logs.group(group)?.deletionProtection) {
      throw new AwsError(
        'ValidationException',
        `The log group ${group} has deletion protection enabled. Disable it before deleting the log group.`,
      );
    }
    reader.logs.removeGroup(group);
    reader.afterRemoval?.();
    return {};
  });

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogStream.html */
export const createLogStream = (reader: LogsReader): DeclaredOperation =>
  declare(ofStream, (request) => {
    const group = existingGroup(reader, request);
    if (!reader.logs.createStream(group, request.logStreamName)) throw taken('stream');
    return {};
  });

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DeleteLogStream.html */
export const deleteLogStream = (reader: LogsReader): DeclaredOperation =>
  declare(ofStream, (request) => {
    const group = existingGroup(reader, request);
    reader.logs.removeStream(group, existingStream(reader, group, request.logStreamName).name);
    reader.afterRemoval?.();
    return {};
  });

/** The days that AWS takes. */
const retentionDays = new Set([
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
]);

const retentionInput = z.strictObject({ logGroupName: groupName, retentionInDays: z.int() });

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
export const putRetentionPolicy = (reader: LogsReader): DeclaredOperation =>
  declare(retentionInput, (request) => {
    if (!retentionDays.has(request.retentionInDays)) {
      throw invalidParameter(
        `Invalid retentionInDays ${request.retentionInDays}: it must be one of ${[...retentionDays].join(', ')}.`,
      );
    }
    reader.logs.setRetention(existingGroup(reader, request), request.retentionInDays);
    reader.afterRemoval?.();
    return {};
  });

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DeleteRetentionPolicy.html */
export const deleteRetentionPolicy = (reader: LogsReader): DeclaredOperation =>
  declare(ofGroup, (request) => {
    reader.logs.setRetention(existingGroup(reader, request), undefined);
    return {};
  });

const protectionInput = z.strictObject({
  logGroupIdentifier: text({ min: 1, max: 2048 }),
  deletionProtectionEnabled: z.boolean(),
});

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutLogGroupDeletionProtection.html */
export const putDeletionProtection = (reader: LogsReader): DeclaredOperation =>
  declare(protectionInput, (request) => {
    reader.logs.setDeletionProtection(existingGroup(reader, request), request.deletionProtectionEnabled);
    return {};
  });
