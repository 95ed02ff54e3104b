import { z } from 'zod';
import { type Clock } from '../../core/clock';
import { type ListedMetric, type MetricQueries } from '../../store/metric-store';
import { inTurns } from '../../core/turns';
import type { DeclaredOperation } from '../declared-operation';
import { refusedWhenOn } from '../../core/input/member-use';
import { declare, invalidValue, list, ownAccount, readToken, text, writeToken } from './cloudwatch-input';

const pageSize = 500;
const invalidToken = () => invalidValue('Request parameter NextToken is invalid');
const hour = 3_600_000;

const schema = z.strictObject({
  Namespace: text(1, 255).optional(),
  MetricName: text(1, 255).optional(),
  Dimensions: list(z.strictObject({ Name: text(1, 255), Value: text(1, 1024).optional() }), 10).default([]),
  RecentlyActive: z.enum(['PT3H']).optional(),
  NextToken: z.string().optional(),
  IncludeLinkedAccounts: refusedWhenOn('there is one account'),
  OwningAccount: ownAccount,
});

/**
 * Metrics with data in the last two weeks, or with RecentlyActive in the last three hours.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_ListMetrics.html
 */
export const listMetrics = (metrics: MetricQueries, clock: Clock): DeclaredOperation =>
  declare(schema, (request) => inTurns(read(metrics, clock, request)));

/** Metrics looked at between two pauses. */
const stretch = 1000;

function* read(
  metrics: MetricQueries,
  clock: Clock,
  request: z.output<typeof schema>,
): Generator<void, object> {
  const filter = {
    namespace: request.Namespace,
    metricName: request.MetricName,
    dimensions: request.Dimensions.map(({ Name, Value }) => ({ name: Name, value: Value })),
    activeSince: clock.now() - (request.RecentlyActive ? 3 * hour : 14 * 24 * hour),
  };
  let afterId = readToken(z.object({ afterId: z.int() }), request.NextToken, invalidToken)?.afterId ?? 0;
  const found: ListedMetric[] = [];
  for (const end = metrics.greatestId(); afterId < end && found.length <= pageSize; afterId += stretch) {
    const throughId = afterId + stretch;
    if (throughId > 2 * stretch) yield;
    found.push(...metrics.list({ ...filter, afterId, throughId, limit: pageSize + 1 - found.length }));
  }
  const page = found.slice(0, pageSize);
  const last = page.at(-1);
  return {
    Metrics: page.map(({ namespace, metricName, dimensions }) => ({
      Namespace: namespace,
      MetricName: metricName,
      Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
    })),
    ...(last && found.length > pageSize ? { NextToken: writeToken({ afterId: last.id }) } : {}),
  };
}
