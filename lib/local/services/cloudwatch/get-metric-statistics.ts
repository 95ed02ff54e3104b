import { z } from 'zod';
import { type Clock } from '../../core/clock';
import { type MetricQueries } from '../../store/metric-store';
import { inTurns } from '../../core/turns';
import type { DeclaredOperation } from '../declared-operation';
import {
  declare,
  dimensions,
  invalidCombination,
  invalidValue,
  list,
  text,
  time,
  unit,
  whole,
  wholeSeconds,
} from './cloudwatch-input';
import { isPeriod, readableRange } from './metric-range';
import { bucketsOf, percentilePoints, percentileShare, plainStatistics, plainValue } from './statistics';

const maxPoints = 1440;

const schema = z.strictObject({
  Namespace: text(1, 255),
  MetricName: text(1, 255),
  Dimensions: dimensions.default({}),
  StartTime: time,
  EndTime: time,
  Period: whole(1),
  Statistics: list(z.enum(plainStatistics), 5).default([]),
  ExtendedStatistics: list(z.string(), 10).default([]),
  Unit: unit.optional(),
});

/**
 * One datapoint for each period and unit, oldest first (AWS promises no order).
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricStatistics.html
 */
export const getMetricStatistics = (metrics: MetricQueries, clock: Clock): DeclaredOperation =>
  declare(schema, (request) => inTurns(read(metrics, clock, request)));

function* read(
  metrics: MetricQueries,
  clock: Clock,
  request: z.output<typeof schema>,
): Generator<void, object> {
  const { StartTime, EndTime, Period, Statistics, ExtendedStatistics } = request;
  if (Statistics.length + ExtendedStatistics.length === 0)
    throw invalidCombination('Must specify either Statistics or ExtendedStatistics');
  if (!isPeriod(Period)) {
    throw invalidValue(`The parameter Period must be 1, 5, 10, 20, 30 or a multiple of 60, not ${Period}.`);
  }
  if (wholeSeconds(StartTime) >= wholeSeconds(EndTime))
    throw invalidValue('The parameter StartTime must be less than the parameter EndTime.');
  const asked = Math.ceil((EndTime - StartTime) / (Period * 1000));
  if (asked > maxPoints) {
    throw invalidCombination(
      `You have requested up to ${asked} datapoints, which exceeds the limit of ${maxPoints}. You may reduce the datapoints requested by increasing Period, or decreasing the time range.`,
    );
  }
  const percentiles = ExtendedStatistics.map((name) => ({ name, share: shareOf(name) }));
  const metric = {
    namespace: request.Namespace,
    metricName: request.MetricName,
    dimensions: request.Dimensions,
  };
  const range = readableRange(StartTime, EndTime, Period, clock.now());
  const buckets = range ? yield* bucketsOf(metrics, metric, { ...range, unit: request.Unit }) : [];

  const units = [...new Set(buckets.map((bucket) => bucket.unit))];
  const valuesByUnit = new Map<string, (readonly [name: string, byTime: Map<number, number>])[]>();
  for (const one of range ? units : []) {
    const values: (readonly [string, Map<number, number>])[] = [];
    for (const { name, share } of percentiles) {
      const points = yield* percentilePoints(metrics, metric, { ...range!, unit: one }, share);
      values.push([name, new Map(points.map(({ timestamp, value }) => [timestamp, value]))]);
    }
    valuesByUnit.set(one, values);
  }
  const datapoints = buckets.map((bucket) => {
    const extended = (valuesByUnit.get(bucket.unit) ?? []).flatMap(([name, byTime]) => {
      const value = byTime.get(bucket.start);
      return value === undefined ? [] : [[name, value] as const];
    });
    return {
      Timestamp: new Date(bucket.start),
      ...Object.fromEntries(Statistics.map((name) => [name, plainValue(name, bucket)])),
      ...(extended.length > 0 ? { ExtendedStatistics: new Map(extended) } : {}),
      Unit: bucket.unit,
    };
  });
  return { Label: request.MetricName, Datapoints: datapoints };
}

const shareOf = (name: string): number => {
  const share = percentileShare(name);
  if (share === undefined) {
    throw invalidValue(
      `The value ${name} for parameter ExtendedStatistics is not supported: percentiles such as p99 are.`,
    );
  }
  return share;
};
