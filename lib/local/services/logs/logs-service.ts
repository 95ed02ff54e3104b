import { type Operation, type RpcService } from '../../wire/service';
import { describeLogGroups, describeLogStreams } from './describe-logs';
import { filterLogEvents } from './filter-log-events';
import { getLogEvents } from './get-log-events';
import {
  listTagsForResource,
  listTagsLogGroup,
  tagLogGroup,
  tagResource,
  untagLogGroup,
  untagResource,
} from './log-group-tags';
import {
  createLogGroup,
  createLogStream,
  deleteLogGroup,
  deleteLogStream,
  deleteRetentionPolicy,
  putDeletionProtection,
  putRetentionPolicy,
} from './log-groups';
import { type LogsReader } from './logs-input';
import { putLogEvents } from './put-log-events';

/** CloudWatch Logs: groups, streams and events. The engine writes job and endpoint logs to the same store. */
export const createLogsService = (reader: LogsReader): RpcService => {
  const on =
    (operation: (reader: LogsReader, ...given: Parameters<Operation>) => object): Operation =>
    (input, context) =>
      operation(reader, input, context);
  return {
    targetPrefix: 'Logs_20140328',
    jsonVersion: '1.1',
    signingNames: ['logs'],
    // 10,000 events; 1 MB of text may be six times as long in JSON.
    largeInputs: { PutLogEvents: { maxBytes: 10 * 1024 * 1024, maxValues: 60_000 } },
    operations: {
      CreateLogGroup: on(createLogGroup),
      CreateLogStream: on(createLogStream),
      DeleteLogGroup: on(deleteLogGroup),
      DeleteLogStream: on(deleteLogStream),
      DeleteRetentionPolicy: on(deleteRetentionPolicy),
      DescribeLogGroups: on(describeLogGroups),
      DescribeLogStreams: on(describeLogStreams),
      FilterLogEvents: on(filterLogEvents),
      GetLogEvents: on(getLogEvents),
      ListTagsForResource: on(listTagsForResource),
      ListTagsLogGroup: on(listTagsLogGroup),
      PutLogEvents: on(putLogEvents),
      PutLogGroupDeletionProtection: on(putDeletionProtection),
      PutRetentionPolicy: on(putRetentionPolicy),
      TagLogGroup: on(tagLogGroup),
      TagResource: on(tagResource),
      UntagLogGroup: on(untagLogGroup),
      UntagResource: on(untagResource),
    },
  };
};
