import { type MetricQueries } from '../../store/metric-store';
import { evaluate, type MathScope } from './math/evaluate-expression';
import { idsIn, MathError, parseExpression } from './math/parse-expression';
import { type MathValue, type Series } from './math/series';
import { type DataQuery, invalidQuery } from './metric-data-query';
import { readableRange } from './metric-range';
import { pointsOf } from './statistics';

export interface ReadSeries {
  series: Series;
  /** What a label may ask of a metric. */
  properties: ReadonlyMap<string, string>;
}

/** Reads the queries of one request, each once however often expressions name it. */
export interface QueryReader {
  /** The series of a query: one of a metric, any number of an expression. Pauses. Throws ValidationError. */
  read(query: DataQuery): Generator<void, ReadSeries[]>;
}

/** Milliseconds since the epoch. */
export interface QueryRange {
  start: number;
  end: number;
  now: number;
}

/** What all expressions of a request may make, in points: some hundred milliseconds of work, in turns. */
const maxPoints = 500_000;
/** Expressions that refer to expressions, in a row. */
const maxChain = 20;

export const createQueryReader = (
  metrics: MetricQueries,
  queries: readonly DataQuery[],
  range: QueryRange,
): QueryReader => {
  const byId = new Map(queries.map((query) => [query.Id, query]));
  const values = new Map<string, MathValue>();
  const underWay: string[] = [];
  let spent = 0;

  function* metricSeries(query: DataQuery): Generator<void, Series> {
    const value = yield* readValue(query);
    if (value.kind !== 'series') throw new Error(`${query.Id} is not a metric`);
    return value.series;
  }

  const openScope = (query: DataQuery): MathScope => ({
    *valueOf(id) {
      const other = byId.get(id);
      if (!other) throw new MathError(`there is no query with the id ${id}`);
      return yield* readValue(other);
    },
    *metrics(part) {
      const list: Series[] = [];
      for (const one of queries)
        if (one !== query && one.MetricStat && one.Id.includes(part)) list.push(yield* metricSeries(one));
      return list;
    },
    spend(points) {
      spent += points;
      if (spent <= maxPoints) return;
      throw new MathError(`the request's expressions make more than ${maxPoints} points`);
    },
  });

  function* evaluateQuery(query: DataQuery, expression: string): Generator<void, MathValue> {
    if (underWay.includes(query.Id)) throw new MathError(`it refers to itself through ${query.Id}`);
    if (underWay.length >= maxChain) throw new MathError(`it goes through more than ${maxChain} others`);
    underWay.push(query.Id);
    try {
      const node = parseExpression(expression);
      const missing = idsIn(node).find((id) => !byId.has(id));
      if (missing !== undefined) throw new MathError(`there is no query with the id ${missing}`);
      return yield* evaluate(node, openScope(query));
    } finally {
      underWay.pop();
    }
  }

  function* readValue(query: DataQuery): Generator<void, MathValue> {
    const cached = values.get(query.Id);
    if (cached) return cached;
    if (values.size % stretch === stretch - 1) yield;
    const value: MathValue =
      query.Expression === undefined
        ? { kind: 'series', series: yield* readMetric(metrics, query, range) }
        : yield* evaluateQuery(query, query.Expression);
    values.set(query.Id, value);
    return value;
  }

  return {
    *read(query) {
      if (query.Expression === undefined)
        return [{ series: yield* metricSeries(query), properties: propertiesOf(query) }];
      const value = yield* inWords(query, readValue(query));
      if (value.kind === 'number') {
        const why = 'it comes to a number, and a time series is asked for';
        throw invalidQuery(`Error in expression '${query.Id}': ${why}.`);
      }
      // Of a list each keeps the label of the metric it came from.
      const list = value.kind === 'list' ? value.list : [{ ...value.series, label: query.Id }];
      return list.map((series) => ({ series, properties: new Map() }));
    },
  };
};

/** Queries that are read between two pauses. */
const stretch = 5;

function* inWords<Value>(query: DataQuery, work: Generator<void, Value>): Generator<void, Value> {
  try {
    return yield* work;
  } catch (error) {
    if (!(error instanceof MathError)) throw error;
    throw invalidQuery(`Error in expression '${query.Id}': ${error.message}.`);
  }
}

function* readMetric(
  metrics: MetricQueries,
  query: DataQuery,
  { start, end, now }: QueryRange,
): Generator<void, Series> {
  const { Metric, Period, Stat, Unit } = query.MetricStat!;
  const range = readableRange(start, end, Period, now);
  const metric = {
    namespace: Metric.Namespace,
    metricName: Metric.MetricName,
    dimensions: Metric.Dimensions,
  };
  return {
    label: query.Label !== undefined && !query.Label.includes('${') ? query.Label : Metric.MetricName,
    period: Period,
    points: range ? yield* pointsOf(metrics, metric, { ...range, unit: Unit }, Stat) : [],
  };
}

const propertiesOf = (query: DataQuery): ReadonlyMap<string, string> => {
  const { Metric, Period, Stat } = query.MetricStat!;
  return new Map([
    ['AccountId', '000000000000'],
    ['Region', 'us-east-1'],
    ['Namespace', Metric.Namespace],
    ['MetricName', Metric.MetricName],
    ['Period', String(Period)],
    ['Stat', Stat],
    ...Object.entries(Metric.Dimensions).map(([name, value]) => [`Dim.${name}`, value] as const),
  ]);
};
