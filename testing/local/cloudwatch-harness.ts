/** CloudWatch's service over records in memory, at one moment, and what its tests put into it. */
import { afterEach, beforeEach, expect } from 'vitest';
import { type Clock } from '../../lib/local/core/clock';
import { createCloudWatchService } from '../../lib/local/services/cloudwatch/cloudwatch-service';
import { openDatabase, type Sqlite } from '../../lib/local/store/database';
import { createMetricStore } from '../../lib/local/store/sqlite-metric-store';
import { type RpcService } from '../../lib/local/wire/service';
import { requestContext as context } from './request-context';

export const now = Date.UTC(2026, 10, 23, 12, 0, 0);
export const minute = 60;
const clock: Clock = { now: () => now, after: () => () => {} };

/** Epoch seconds, as JSON clients send them. */
export const at = (secondsAgo: number) => now / 1000 - secondsAgo;

export const failure = (code: string, message: string | RegExp) =>
  expect.objectContaining({
    code,
    message: typeof message === 'string' ? message : (expect.stringMatching(message) as string),
  }) as Error;

export const dims = [{ Name: 'TrainingJobName', Value: 'job' }];
export const datum = (secondsAgo: number, value: number, more: object = {}) => ({
  MetricName: 'loss',
  Dimensions: dims,
  Timestamp: at(secondsAgo),
  Value: value,
  ...more,
});

/** An empty service for each test of the file. */
export const useCloudWatch = () => {
  let database: Sqlite;
  let service: RpcService;
  beforeEach(() => {
    database = openDatabase(':memory:');
    service = createCloudWatchService({ metrics: createMetricStore(database), clock });
  });
  afterEach(() => {
    database.close();
  });
  const call = <Output>(operation: string, input: object) =>
    service.operations[operation]!(input, context) as Output;
  const put = (data: object[], namespace = 'N') =>
    call<object>('PutMetricData', { Namespace: namespace, MetricData: data });
  /** So many that they are worked through in turns. */
  const putMany = async (data: object[]) => put(data);
  return { call, put, putMany };
};
