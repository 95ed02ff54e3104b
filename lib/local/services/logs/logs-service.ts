import { type Clock } from '../../engine/clock';
import { type LogQueries, type LogStore } from '../../store/log-store';
import { type RpcService } from '../../wire/service';
import { describeLogGroups, describeLogStreams } from './describe-logs';
import { filterLogEvents } from './filter-log-events';
import { getLogEvents } from './get-log-events';

/** CloudWatch Logs as far as it is read; the engine writes the events. */
export const createLogsService = (options: { logs: LogStore & LogQueries; clock?: Clock }): RpcService => ({
  targetPrefix: 'Logs_20140328',
  jsonVersion: '1.1',
  signingNames: ['logs'],
  operations: {
    DescribeLogGroups: (input, context) => describeLogGroups(options, input, context),
    DescribeLogStreams: (input, context) => describeLogStreams(options, input, context),
    GetLogEvents: (input) => getLogEvents(options, input),
    FilterLogEvents: (input) => filterLogEvents(options, input),
  },
});
