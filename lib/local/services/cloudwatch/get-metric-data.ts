import { z } from 'zod';
import { type Clock } from '../../core/clock';
import { type MetricQueries } from '../../store/metric-store';
import { AwsError } from '../../core/aws-error';
import { inTurns } from '../../core/turns';
import type { DeclaredOperation } from '../declared-operation';
import { kept } from '../../core/input/member-use';
import {
  declare,
  dimensions,
  flag,
  list,
  ownAccount,
  readToken,
  text,
  time,
  unit,
  whole,
  wholeSeconds,
  writeToken,
} from './cloudwatch-input';
import { fillLabel, zoneMinutes } from './metric-label';
import { checkQueries, type DataQuery } from './metric-data-query';
import { createQueryReader, type ReadSeries } from './query-reader';

const pagePoints = 100_800;

const query = z.strictObject({
  Id: text(1, 255),
  Expression: text(1, 2048).optional(),
  MetricStat: z
    .strictObject({
      Metric: z.strictObject({
        Namespace: text(1, 255),
        MetricName: text(1, 255),
        Dimensions: dimensions.default({}),
      }),
      Period: whole(1),
      Stat: text(1, 64),
      Unit: unit.optional(),
    })
    .optional(),
  Label: text(0, 2048).optional(),
  ReturnData: flag.default(true),
  Period: kept(whole(1).optional(), 'an expression has the times of the metrics that go into it'),
  AccountId: ownAccount,
});

const schema = z.strictObject({
  MetricDataQueries: list(query, 500),
  StartTime: time,
  EndTime: time,
  NextToken: z.string().optional(),
  ScanBy: z.enum(['TimestampDescending', 'TimestampAscending']).default('TimestampDescending'),
  MaxDatapoints: whole(1, pagePoints).default(pagePoints),
  LabelOptions: z
    .strictObject({
      Timezone: z
        .string()
        .refine((zone) => zoneMinutes(zone) !== undefined, 'not a time zone such as +0130')
        .default('+0000'),
    })
    .default({ Timezone: '+0000' }),
});

/** A page begins in result number `result`, with the point after `after` (ms) in the order of ScanBy. */
const place = z.object({ result: z.int().min(0), after: z.int().optional(), scanBy: z.string() });

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html */
export const getMetricData = (metrics: MetricQueries, clock: Clock): DeclaredOperation =>
  declare(schema, (request) => inTurns(read(metrics, clock, request)));

function* read(
  metrics: MetricQueries,
  clock: Clock,
  request: z.output<typeof schema>,
): Generator<void, object> {
  const [from, to] = [wholeSeconds(request.StartTime), wholeSeconds(request.EndTime)];
  if (from === to) {
    throw new AwsError('ValidationError', 'The parameter StartTime must not equal parameter EndTime.');
  }
  if (from > to) {
    throw new AwsError('ValidationError', 'The parameter EndTime must be greater than StartTime.');
  }
  const queries: readonly DataQuery[] = request.MetricDataQueries;
  checkQueries(queries);
  const { ScanBy: scanBy, MaxDatapoints } = request;
  const ascending = scanBy === 'TimestampAscending';
  const start = readToken(
    place.refine((token) => token.scanBy === scanBy),
    request.NextToken,
  );
  const reader = createQueryReader(metrics, queries, {
    start: request.StartTime,
    end: request.EndTime,
    now: clock.now(),
  });
  let left = MaxDatapoints;
  let next: z.infer<typeof place> | undefined;

  const takeResult = (one: DataQuery, { series, properties }: ReadSeries, index: number) => {
    if (start && index < start.result) return [];
    const { Label: label = series.label } = one;
    const at = `MetricDataQueries.member.${queries.indexOf(one) + 1}.Label`;
    const described = {
      Id: one.Id,
      Label: fillLabel(
        label,
        { plain: series.label, properties, points: series.points },
        request.LabelOptions.Timezone,
        at,
      ),
    };
    if (next) return [{ ...described, Timestamps: [], Values: [], StatusCode: 'PartialData' }];
    const ordered = ascending ? series.points : series.points.toReversed();
    const after = index === start?.result ? start.after : undefined;
    const points =
      after === undefined
        ? ordered
        : ordered.filter(({ timestamp }) => (ascending ? timestamp > after : timestamp < after));
    const page = points.slice(0, left);
    left -= page.length;
    if (page.length < points.length) next = { result: index, after: page.at(-1)?.timestamp ?? after, scanBy };
    return [
      {
        ...described,
        Timestamps: page.map(({ timestamp }) => new Date(timestamp)),
        Values: page.map(({ value }) => value),
        StatusCode: page.length < points.length ? 'PartialData' : 'Complete',
      },
    ];
  };

  const results: object[] = [];
  let series = 0;
  for (const one of queries.filter(({ ReturnData }) => ReturnData)) {
    for (const found of yield* reader.read(one)) {
      results.push(...takeResult(one, found, series));
      series += 1;
    }
  }
  return { MetricDataResults: results, Messages: [], ...(next ? { NextToken: writeToken(next) } : {}) };
}
