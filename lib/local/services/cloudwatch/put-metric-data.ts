import { z } from 'zod';
import { type Clock } from '../../core/clock';
import { type MetricSample, type MetricStore } from '../../store/metric-store';
import type { DeclaredOperation } from '../declared-operation';
import { kept, refusedWhenOn } from '../member-use';
import {
  declare,
  dimensions,
  invalidCombination,
  invalidValue,
  list,
  missing,
  number,
  text,
  time,
  unit,
  whole,
} from './cloudwatch-input';

const largest = 2 ** 360;
const value = number.refine((one) => Math.abs(one) <= largest, 'beyond 2^360');
const hour = 3_600_000;

const datum = z.strictObject({
  MetricName: text(1, 255),
  Dimensions: dimensions.default({}),
  Timestamp: time.optional(),
  Value: value.optional(),
  StatisticValues: z
    .strictObject({ SampleCount: value, Sum: value, Minimum: value, Maximum: value })
    .optional(),
  Values: list(value, 150).optional(),
  Counts: list(
    number.refine((count) => count > 0, 'not positive'),
    150,
  ).optional(),
  Unit: unit.default('None'),
  StorageResolution: whole(1)
    .refine((seconds) => seconds === 1 || seconds === 60, 'not 1 or 60')
    .default(60),
});

const entity = z
  .strictObject({
    KeyAttributes: z.record(text(1, 32), text(1, 2048)).optional(),
    Attributes: z.record(text(1, 256), text(1, 2048)).optional(),
  })
  .optional();

const schema = z.strictObject({
  Namespace: text(1, 255)
    .regex(/^[^:]/, 'starts with a colon')
    .refine((name) => !name.startsWith('AWS/'), 'reserved for AWS'),
  MetricData: list(datum, 1000).optional(),
  EntityMetricData: list(
    z.strictObject({
      MetricData: list(datum, 1000).default([]),
      Entity: kept(entity, 'metrics are found by their names and dimensions, not by an entity'),
    }),
    2,
  ).default([]),
  StrictEntityValidation: refusedWhenOn('entities are not looked at'),
});

/**
 * Durable when it answers; either every datum is stored or none.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricData.html
 */
export const putMetricData = (metrics: MetricStore, clock: Clock): DeclaredOperation =>
  declare(schema, (request) => {
    if (!request.MetricData && request.EntityMetricData.length === 0) throw missing('MetricData');
    const now = clock.now();
    const samplesIn = (data: z.infer<typeof datum>[], at: string) =>
      data.flatMap((one, index) =>
        samplesOf(one, request.Namespace, now, `${at}MetricData.member.${index + 1}`),
      );
    metrics.put([
      ...samplesIn(request.MetricData ?? [], ''),
      ...request.EntityMetricData.flatMap(({ MetricData }, index) =>
        samplesIn(MetricData, `EntityMetricData.member.${index + 1}.`),
      ),
    ]);
    return {};
  });

const samplesOf = (
  one: z.infer<typeof datum>,
  namespace: string,
  now: number,
  at: string,
): MetricSample[] => {
  const timestamp = one.Timestamp ?? now;
  if (timestamp > now + 2 * hour) {
    throw invalidValue(
      `The parameter ${at}.Timestamp must specify a time no more than two hours in the future.`,
    );
  }
  if (timestamp < now - 14 * 24 * hour) {
    throw invalidValue(`The parameter ${at}.Timestamp must specify a time within the past two weeks.`);
  }
  const common = {
    namespace,
    metricName: one.MetricName,
    dimensions: one.Dimensions,
    timestamp,
    unit: one.Unit,
    storageResolution: one.StorageResolution,
  };
  return statisticsOf(one, at).map((statistics) => ({ ...common, ...statistics }));
};

type Statistics = Pick<MetricSample, 'sampleCount' | 'sum' | 'minimum' | 'maximum'>;

const repeated = (single: number, count: number): Statistics => ({
  sampleCount: count,
  sum: single * count,
  minimum: single,
  maximum: single,
});

const statisticsOf = (one: z.infer<typeof datum>, at: string): Statistics[] => {
  const given = (['Value', 'StatisticValues', 'Values'] as const).filter(
    (member) => one[member] !== undefined,
  );
  if (given.length > 1) {
    const members = given.map((member) => `${at}.${member}`).join(' and ');
    const message = `The parameters ${members} are mutually exclusive and you have specified both.`;
    // CloudWatch has another code for Values beside another than for Value beside StatisticValues.
    throw given.includes('Values') ? invalidValue(message) : invalidCombination(message);
  }
  if (one.Counts && !one.Values) throw missing(`${at}.Values`);
  if (one.Value !== undefined) return [repeated(one.Value, 1)];
  if (one.StatisticValues) return [statisticSet(one.StatisticValues, at)];
  if (!one.Values || one.Values.length === 0)
    throw invalidCombination('At least one of the parameters must be specified.');
  const counts = one.Counts ?? one.Values.map(() => 1);
  if (counts.length !== one.Values.length) {
    throw invalidValue(`The parameters ${at}.Values and ${at}.Counts must be of the same size.`);
  }
  return one.Values.map((single, index) => repeated(single, counts[index]!));
};

const statisticSet = (set: NonNullable<z.infer<typeof datum>['StatisticValues']>, at: string): Statistics => {
  if (set.SampleCount <= 0) {
    throw invalidValue(
      `The value ${set.SampleCount} for parameter ${at}.StatisticValues.SampleCount is invalid.`,
    );
  }
  if (set.Minimum > set.Maximum) {
    throw invalidValue(
      `The parameter ${at}.StatisticValues.Maximum must be greater than or equal to ${at}.StatisticValues.Minimum.`,
    );
  }
  return { sampleCount: set.SampleCount, sum: set.Sum, minimum: set.Minimum, maximum: set.Maximum };
};
