import { RE2JS } from 're2js';
import { type MetricSample, type MetricStore } from '../store/metric-store';
import { unescapeControlCharacters } from './line-splitter';

/**
 * Turns log lines into CloudWatch metrics by the job's metric definitions. The regexes are anyone's, so they run
 * on an engine without backtracking. They see the line as CloudWatch shows it (a tab is `#011`), as SageMaker's
 * own definitions expect, and failing that as the program wrote it.
 * https://docs.aws.amazon.com/sagemaker/latest/dg/training-metrics.html
 */
export interface JobMetrics {
  /** @param at milliseconds since the epoch. */
  read(lines: readonly string[], at: number): void;
  /** Last value of each metric so far. */
  final(): FinalMetric[];
}

export interface FinalMetric {
  name: string;
  value: number;
  timestamp: number;
}

interface Definition {
  Name: string;
  Regex: string;
}

const namespace = '/aws/sagemaker/TrainingJobs';

/** FinalMetricDataList holds 32-bit floats. */
export const asFloat32 = (value: number): number => Number(Math.fround(value).toPrecision(8));

const matchValue = (pattern: RE2JS, line: string): number | undefined => {
  const matcher = pattern.matcher(line);
  if (!matcher.find()) return undefined;
  const text = matcher.groupCount() > 0 ? matcher.group(1) : matcher.group();
  const value = text == null || text.trim() === '' ? NaN : Number(text);
  return Number.isFinite(value) ? value : undefined;
};

/**
 * @param earlier final metrics of the job's earlier attempts.
 * @param warn is given a line about each regex that cannot be used.
 */
export const createJobMetrics = (
  job: { name: string; definitions: readonly Definition[]; earlier: readonly FinalMetric[] },
  metrics: MetricStore,
  warn: (message: string) => void,
): JobMetrics => {
  const patterns = job.definitions.flatMap(({ Name, Regex }) => {
    try {
      return [{ name: Name, pattern: RE2JS.compile(Regex) }];
    } catch (error) {
      warn(`Metric ${Name} is not recorded, its regex is not valid: ${String(error)}`);
      return [];
    }
  });
  const last = new Map(job.earlier.map((metric) => [metric.name, metric]));
  const dimensions = { TrainingJobName: job.name };

  return {
    read(lines, at) {
      if (patterns.length === 0) return;
      const samples: MetricSample[] = [];
      for (const line of lines) {
        const plain = line.includes('#') ? unescapeControlCharacters(line) : line;
        for (const { name, pattern } of patterns) {
          const value =
            matchValue(pattern, line) ?? (plain === line ? undefined : matchValue(pattern, plain));
          if (value === undefined) continue;
          samples.push({
            namespace,
            metricName: name,
            dimensions,
            timestamp: at,
            sampleCount: 1,
            sum: value,
            minimum: value,
            maximum: value,
            storageResolution: 1,
          });
          last.set(name, { name, value: asFloat32(value), timestamp: at });
        }
      }
      if (samples.length > 0) metrics.put(samples);
    },
    final: () => [...last.values()],
  };
};
