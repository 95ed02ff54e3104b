import { AwsError } from '../../core/aws-error';
import { isPeriod } from './metric-range';
import { isPlainStatistic, percentileShare } from './statistics';

/** One query of GetMetricData: a metric, or an expression over others. */
export interface DataQuery {
  Id: string;
  Expression?: string | undefined;
  MetricStat?:
    | {
        Metric: { Namespace: string; MetricName: string; Dimensions: Record<string, string> };
        Period: number;
        Stat: string;
        Unit?: string | undefined;
      }
    | undefined;
  Label?: string | undefined;
  ReturnData: boolean;
}

export const invalidQuery = (message: string) => new AwsError('ValidationError', message);

/** What a query must be beyond its shape. Throws ValidationError. */
export const checkQueries = (queries: readonly DataQuery[]): void => {
  queries.forEach((one, index) => checkQuery(one, `MetricDataQueries.member.${index + 1}`));
  if (new Set(queries.map(({ Id }) => Id)).size < queries.length) {
    throw invalidQuery('The values for parameter id in MetricDataQueries are not unique.');
  }
};

const checkQuery = (one: DataQuery, at: string): void => {
  if (!/^[a-z][a-zA-Z0-9_]*$/.test(one.Id)) {
    throw invalidQuery(
      `The value ${one.Id} for parameter ${at}.Id is invalid: it must start with a lowercase letter.`,
    );
  }
  if (one.MetricStat && one.Expression !== undefined) {
    throw invalidQuery(
      `The parameters ${at}.Expression and ${at}.MetricStat are mutually exclusive and you have specified both.`,
    );
  }
  if (one.Expression !== undefined) return;
  if (!one.MetricStat) {
    throw invalidQuery(`The parameter ${at}.MetricStat is required.\n`);
  }
  const { Period, Stat } = one.MetricStat;
  if (!isPeriod(Period)) {
    throw invalidQuery(
      `The parameter ${at}.MetricStat.Period must be 1, 5, 10, 20, 30 or a multiple of 60, not ${Period}.`,
    );
  }
  if (!isPlainStatistic(Stat) && percentileShare(Stat) === undefined) {
    throw invalidQuery(
      `The value ${Stat} for parameter ${at}.MetricStat.Stat is not supported: it must be SampleCount, Average, Sum, Minimum, Maximum or a percentile such as p99.`,
    );
  }
};
