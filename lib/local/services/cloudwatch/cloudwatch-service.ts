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
    // AWS would take 300,000 values; storing so many in one call would hold up all others for seconds.
    largeInputs: { PutMetricData: { maxBytes: 10 * 1024 * 1024, maxValues: 60_000 } },
    signingNames: ['monitoring'],
    operations: {
      PutMetricData: putMetricData(metrics, clock),
      GetMetricData: getMetricData(metrics, clock),
      GetMetricStatistics: getMetricStatistics(metrics, clock),
      ListMetrics: listMetrics(metrics, clock),
    },
  };
};
