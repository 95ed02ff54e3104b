import { type RpcService } from '../../wire/service';
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
  return {
    targetPrefix: 'Logs_20140328',
    jsonVersion: '1.1',
    signingNames: ['logs'],
    // 10,000 events; 1 MB of text may be six times as long in JSON.
    largeInputs: { PutLogEvents: { maxBytes: 10 * 1024 * 1024, maxValues: 60_000 } },
    operations: {
      CreateLogGroup: createLogGroup(reader),
      CreateLogStream: createLogStream(reader),
      DeleteLogGroup: deleteLogGroup(reader),
      DeleteLogStream: deleteLogStream(reader),
      DeleteRetentionPolicy: deleteRetentionPolicy(reader),
      DescribeLogGroups: describeLogGroups(reader),
      DescribeLogStreams: describeLogStreams(reader),
      FilterLogEvents: filterLogEvents(reader),
      GetLogEvents: getLogEvents(reader),
      ListTagsForResource: listTagsForResource(reader),
      ListTagsLogGroup: listTagsLogGroup(reader),
      PutLogEvents: putLogEvents(reader),
      PutLogGroupDeletionProtection: putDeletionProtection(reader),
      PutRetentionPolicy: putRetentionPolicy(reader),
      TagLogGroup: tagLogGroup(reader),
      TagResource: tagResource(reader),
      UntagLogGroup: untagLogGroup(reader),
      UntagResource: untagResource(reader),
    },
  };
};
