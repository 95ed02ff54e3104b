import { type Clock } from '../../core/clock';
import { type MetricQueries, type MetricStore } from '../../store/metric-store';
import { type RpcService } from '../../wire/service';
import { getMetricData } from './get-metric-data';
import { getMetricStatistics } from './get-metric-statistics';
import { listMetrics } from './list-metrics';
import { putMetricData } from './put-metric-data';

/** CloudWatch metrics, for clients that speak JSON 1.0 and for older ones that speak Query. */
export const createCloudWatchService = (options: {
  metrics: MetricStore & MetricQueries;
  clock: Clock;
}): RpcService => {
  const { metrics, clock } = options;
  return {
    targetPrefix: 'GraniteServiceVersion20100801',
    jsonVersion: '1.0',
    queryVersion: '2010-08-01',
    queryNamespace: 'http://monitoring.amazonaws.com/doc/2010-08-01/',
    // 1,000 metrics with 150 values and as many counts each, and what names them.
    largeInputs: { PutMetricData: { maxBytes: 10 * 1024 * 1024, maxValues: 400_000 } },
    signingNames: ['monitoring'],
    operations: {
      PutMetricData: putMetricData(metrics, clock),
      GetMetricData: getMetricData(metrics, clock),
      GetMetricStatistics: getMetricStatistics(metrics, clock),
      ListMetrics: listMetrics(metrics, clock),
    },
  };
};
