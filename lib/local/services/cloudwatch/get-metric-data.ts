import { z } from 'zod';
import { type Clock } from '../../engine/clock';
import { type MetricQueries } from '../../store/metric-store';
import { AwsError } from '../../wire/errors';
import {
  dimensions,
  flag,
  list,
  parseInput,
  readToken,
  text,
  time,
  unit,
  whole,
  writeToken,
} from './cloudwatch-input';
import { isPeriod, readableRange } from './metric-range';
import { isPlainStatistic, percentileShare, type Point, pointsOf } from './statistics';

const pagePoints = 100_800;

const query = z.object({
  Id: text(1, 255),
  Expression: z.string().optional(),
  MetricStat: z
    .object({
      Metric: z.object({
        Namespace: text(1, 255),
        MetricName: text(1, 255),
        Dimensions: dimensions.default({}),
      }),
      Period: whole(1),
      Stat: z.string(),
      Unit: unit.optional(),
    })
    .optional(),
  Label: z.string().optional(),
  ReturnData: flag.default(true),
  Period: whole(1).optional(),
  AccountId: z.string().optional(),
});
type Query = z.infer<typeof query>;

const schema = z.object({
  MetricDataQueries: list(query, 500),
  StartTime: time,
  EndTime: time,
  NextToken: z.string().optional(),
  ScanBy: z.enum(['TimestampDescending', 'TimestampAscending']).default('TimestampDescending'),
  MaxDatapoints: whole(1, pagePoints).default(pagePoints),
});

/** A page begins in query number `query`, with the point after `after` (ms) in the order of ScanBy. */
const place = z.object({ query: z.int().min(0), after: z.int().optional(), scanBy: z.string() });

const invalid = (message: string) => new AwsError('ValidationError', message);

/**
 * Metrics without metric math. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html
 */
export const getMetricData = (metrics: MetricQueries, clock: Clock, input: unknown) => {
  const request = parseInput(schema, input);
  if (request.StartTime >= request.EndTime) {
    throw invalid('The parameter EndTime must be greater than StartTime.');
  }
  request.MetricDataQueries.forEach((one, index) => checkQuery(one, `MetricDataQueries.member.${index + 1}`));
  if (new Set(request.MetricDataQueries.map(({ Id }) => Id)).size < request.MetricDataQueries.length) {
    throw invalid('The values for parameter id in MetricDataQueries are not unique.');
  }
  const { ScanBy: scanBy, MaxDatapoints } = request;
  const ascending = scanBy === 'TimestampAscending';
  const start = readToken(
    place.refine((token) => token.scanBy === scanBy),
    request.NextToken,
  );
  const queries = request.MetricDataQueries.filter(({ ReturnData }) => ReturnData);
  let left = MaxDatapoints;
  let next: z.infer<typeof place> | undefined;

  const results = queries.flatMap((one, index) => {
    if (start && index < start.query) return [];
    if (next) return [resultOf(one, [], 'PartialData')];
    let points = readPoints(metrics, one, request.StartTime, request.EndTime, clock.now());
    if (!ascending) points.reverse();
    const after = index === start?.query ? start.after : undefined;
    if (after !== undefined)
      points = points.filter(({ timestamp }) => (ascending ? timestamp > after : timestamp < after));
    const page = points.slice(0, left);
    left -= page.length;
    if (page.length === points.length) return [resultOf(one, page, 'Complete')];
    next = { query: index, after: page.at(-1)?.timestamp ?? after, scanBy };
    return [resultOf(one, page, 'PartialData')];
  });
  return { MetricDataResults: results, Messages: [], ...(next ? { NextToken: writeToken(next) } : {}) };
};

const checkQuery = (one: Query, at: string): void => {
  if (!/^[a-z][a-zA-Z0-9_]*$/.test(one.Id)) {
    throw invalid(
      `The value ${one.Id} for parameter ${at}.Id is invalid: it must start with a lowercase letter.`,
    );
  }
  if (one.Expression !== undefined) {
    throw invalid(`The local backend does not support metric math or Metrics Insights (${at}.Expression).`);
  }
  if (!one.MetricStat) throw invalid(`The parameter ${at}.MetricStat is required.`);
  const { Period, Stat } = one.MetricStat;
  if (!isPeriod(Period)) {
    throw invalid(
      `The parameter ${at}.MetricStat.Period must be 1, 5, 10, 20, 30 or a multiple of 60, not ${Period}.`,
    );
  }
  if (!isPlainStatistic(Stat) && percentileShare(Stat) === undefined) {
    throw invalid(
      `The value ${Stat} for parameter ${at}.MetricStat.Stat is not supported: it must be SampleCount, Average, Sum, Minimum, Maximum or a percentile such as p99.`,
    );
  }
};

const readPoints = (metrics: MetricQueries, one: Query, start: number, end: number, now: number): Point[] => {
  const { Metric, Period, Stat, Unit } = one.MetricStat!;
  const range = readableRange(start, end, Period, now);
  if (!range) return [];
  const metric = {
    namespace: Metric.Namespace,
    metricName: Metric.MetricName,
    dimensions: Metric.Dimensions,
  };
  return pointsOf(metrics, metric, { ...range, unit: Unit }, Stat);
};

const resultOf = (one: Query, points: readonly Point[], status: 'Complete' | 'PartialData') => ({
  Id: one.Id,
  Label: one.Label ?? one.MetricStat?.Metric.MetricName,
  Timestamps: points.map(({ timestamp }) => new Date(timestamp)),
  Values: points.map(({ value }) => value),
  StatusCode: status,
});
