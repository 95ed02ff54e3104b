import { type MetricSample, type MetricStore } from '../../store/metric-store';
import { type Clock } from '../../core/clock';

/** Invocation metrics of endpoints, written once a second so that no invocation waits for the disk. */
export interface InvocationMetrics {
  /** @param status what the container answered; 0 for no answer. */
  record(endpointName: string, variantName: string, status: number, latencyMs: number): void;
  flush(): void;
}

const flushEveryMs = 1000;

/** https://docs.aws.amazon.com/sagemaker/latest/dg/monitoring-cloudwatch.html (endpoint invocation metrics) */
export const createInvocationMetrics = (
  metrics: MetricStore | undefined,
  clock: Clock,
): InvocationMetrics => {
  let waiting: MetricSample[] = [];
  let cancelTimer: (() => void) | undefined;

  const flush = () => {
    cancelTimer?.();
    cancelTimer = undefined;
    const samples = waiting;
    waiting = [];
    if (samples.length === 0) return;
    try {
      metrics?.put(samples);
    } catch (error) {
      console.error(`invocation metrics: ${samples.length} samples could not be stored: ${String(error)}`);
    }
  };

  return {
    flush,
    record(endpointName, variantName, status, latencyMs) {
      if (!metrics) return;
      const timestamp = clock.now();
      const push = (metricName: string, value: number, unit: string) =>
        waiting.push({
          namespace: 'AWS/SageMaker',
          metricName,
          dimensions: { EndpointName: endpointName, VariantName: variantName },
          timestamp,
          sampleCount: 1,
          sum: value,
          minimum: value,
          maximum: value,
          unit,
        });
      push('Invocations', 1, 'None');
      push('Invocation4XXErrors', Number(status >= 400 && status < 500), 'None');
      push('Invocation5XXErrors', Number(status >= 500 || status === 0), 'None');
      push('ModelLatency', Math.round(latencyMs * 1000), 'Microseconds');
      cancelTimer ??= clock.after(flushEveryMs, flush);
    },
  };
};
