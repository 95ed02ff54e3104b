import { z } from 'zod';
import { type Clock } from '../../core/clock';
import { type MetricSample, type MetricStore } from '../../store/metric-store';
import { inTurns } from '../../core/turns';
import type { DeclaredOperation } from '../declared-operation';
import { kept, refusedWhenOn } from '../../core/input/member-use';
import {
  declare,
  dimensions,
  invalidCombination,
  invalidValue,
  list,
  missing,
  number,
  parseInput,
  text,
  time,
  unit,
  whole,
} from './cloudwatch-input';

const maxMagnitude = 2 ** 360;
const value = number.refine((one) => Math.abs(one) <= maxMagnitude, 'beyond 2^360');
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

const members = {
  Namespace: text(1, 255)
    .regex(/^[^:]/, 'starts with a colon')
    .refine((name) => !name.startsWith('AWS/'), 'reserved for AWS'),
  StrictEntityValidation: refusedWhenOn('entities are not looked at'),
};
const Entity = kept(entity, 'metrics are found by their names and dimensions, not by an entity');

/** @param one what is said of each datum. */
const requestOf = <Datum extends z.ZodType>(one: Datum) =>
  z.strictObject({
    ...members,
    MetricData: list(one, 1000).optional(),
    EntityMetricData: list(z.strictObject({ MetricData: list(one, 1000).default([]), Entity }), 2).default(
      [],
    ),
  });

const schema = requestOf(datum);
const withoutData = requestOf(z.unknown());

type Datum = z.output<typeof datum>;

/** Data that are read between two pauses. */
const stretch = 20;

/** A thousand data of 150 values each are read in several turns. */
const readRequest = (raw: unknown): z.output<typeof schema> | Promise<z.output<typeof schema>> =>
  inTurns(readInTurns(raw));

function* readInTurns(raw: unknown): Generator<void, z.output<typeof schema>> {
  const { MetricData, EntityMetricData, ...request } = parseInput(withoutData, outlineOf(raw));
  const entities = [];
  for (const [index, one] of EntityMetricData.entries()) {
    const data = dataIn(listIn(raw, 'EntityMetricData')[index]);
    entities.push({ ...one, MetricData: yield* readData(data, 'EntityMetricData', index) });
  }
  return {
    ...request,
    ...(MetricData && { MetricData: yield* readData(dataIn(raw)) }),
    EntityMetricData: entities,
  };
}

/** The request without what its data hold: they are most of it, and are read afterwards, a few at a time. */
const outlineOf = (raw: unknown): unknown => {
  const outline = outlineData(raw);
  const entities = listIn(raw, 'EntityMetricData');
  return entities.length === 0
    ? outline
    : { ...Object(outline), EntityMetricData: entities.map(outlineData) };
};

const outlineData = (one: unknown): unknown => {
  const data = dataIn(one);
  return data.length === 0 ? one : { ...Object(one), MetricData: data.map(() => 0) };
};

const dataIn = (one: unknown): readonly unknown[] => listIn(one, 'MetricData');

const listIn = (structure: unknown, member: 'MetricData' | 'EntityMetricData'): readonly unknown[] => {
  if (typeof structure !== 'object' || structure === null) return [];
  const found: unknown = Reflect.get(structure, member);
  return Array.isArray(found) ? found : [];
};

function* readData(data: readonly unknown[], ...at: PropertyKey[]): Generator<void, Datum[]> {
  const read: Datum[] = [];
  for (const [index, one] of data.entries()) {
    if (index % stretch === stretch - 1) yield;
    read.push(parseInput(datum, one, [...at, 'MetricData', index]));
  }
  return read;
}

/**
 * Durable when it answers; either every datum is stored or none.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricData.html
 */
export const putMetricData = (metrics: MetricStore, clock: Clock): DeclaredOperation =>
  declare(schema, (request) => inTurns(putInTurns(metrics, clock.now(), request)), readRequest);

function* putInTurns(
  metrics: MetricStore,
  now: number,
  { MetricData, EntityMetricData, Namespace }: z.output<typeof schema>,
): Generator<void, object> {
  if (!MetricData && EntityMetricData.length === 0) throw missing('MetricData');
  const samples: MetricSample[] = [];
  const lists = [
    { data: MetricData ?? [], at: '' },
    ...EntityMetricData.map((one, index) => ({
      data: one.MetricData,
      at: `EntityMetricData.member.${index + 1}.`,
    })),
  ];
  for (const { data, at } of lists) {
    for (const [index, one] of data.entries()) {
      if (index % stretch === stretch - 1) yield;
      samples.push(sampleOf(one, Namespace, now, `${at}MetricData.member.${index + 1}`));
    }
  }
  metrics.put(samples);
  return {};
}

const sampleOf = (one: Datum, namespace: string, now: number, at: string): MetricSample => {
  const timestamp = one.Timestamp ?? now;
  if (timestamp > now + 2 * hour) {
    throw invalidValue(
      `The parameter ${at}.Timestamp must specify a time no more than two hours in the future.`,
    );
  }
  if (timestamp < now - 14 * 24 * hour) {
    throw invalidValue(`The parameter ${at}.Timestamp must specify a time within the past two weeks.`);
  }
  return {
    namespace,
    metricName: one.MetricName,
    dimensions: one.Dimensions,
    timestamp,
    unit: one.Unit,
    storageResolution: one.StorageResolution,
    ...statisticsOf(one, at),
  };
};

type Statistics = Pick<MetricSample, 'sampleCount' | 'sum' | 'minimum' | 'maximum' | 'distribution'>;

const statisticsOfValues = (values: readonly number[], counts?: readonly number[]): Statistics => {
  const sums = { sampleCount: 0, sum: 0, minimum: Infinity, maximum: -Infinity };
  const distribution = new Float64Array(2 * values.length);
  for (const [index, value] of values.entries()) {
    const count = counts?.[index] ?? 1;
    distribution.set([value, count], 2 * index);
    sums.sampleCount += count;
    sums.sum += value * count;
    sums.minimum = Math.min(sums.minimum, value);
    sums.maximum = Math.max(sums.maximum, value);
  }
  return values.length === 1 ? sums : { ...sums, distribution };
};

const statisticsOf = (one: Datum, at: string): Statistics => {
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
  if (one.Value !== undefined) return statisticsOfValues([one.Value]);
  if (one.StatisticValues) return statisticSet(one.StatisticValues, at);
  if (!one.Values || one.Values.length === 0)
    throw invalidCombination('At least one of the parameters must be specified.');
  if (one.Counts && one.Counts.length !== one.Values.length) {
    throw invalidValue(`The parameters ${at}.Values and ${at}.Counts must be of the same size.`);
  }
  return statisticsOfValues(one.Values, one.Counts);
};

const statisticSet = (set: NonNullable<Datum['StatisticValues']>, at: string): Statistics => {
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
