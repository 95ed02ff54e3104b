/**
 * What the instances of a job were busy with, as a share of what each has. CloudWatch counts CPU and GPU as 100 per cent
 * for each core or GPU: these are divided by how many the instance has.
 * https://docs.aws.amazon.com/sagemaker/latest/dg/monitoring-cloudwatch.html
 */
import { fleetParts } from './fleet';
import { instanceFacts } from './instance-facts';
import { type MetricSeries } from './job-snapshot';
import { type TrainingJob } from './training-job';

/** In the order that they are shown; `per` is what one hundred per cent is of. */
export const hostMetrics = [
  { name: 'CPUUtilization', title: 'CPU', per: 'core' },
  { name: 'MemoryUtilization', title: 'Memory', per: 'instance' },
  { name: 'GPUUtilization', title: 'GPU', per: 'gpu' },
  { name: 'GPUMemoryUtilization', title: 'GPU memory', per: 'gpu' },
  { name: 'DiskUtilization', title: 'Disk', per: 'instance' },
] as const;
export type HostMetricName = (typeof hostMetrics)[number]['name'];

/** One metric of one host, in per cent as CloudWatch has it. */
export interface HostSeries extends MetricSeries {
  name: HostMetricName;
  /** `algo-1` */
  host: string;
}

/** So many hosts are read and shown, the first ones: each costs money at CloudWatch. */
const maxHosts = 4;

/** Their names, as SageMaker gives them; of a job whose instances are not known, the first alone. */
export const hostNames = ({ instanceCount }: Pick<TrainingJob, 'instanceCount'>): string[] =>
  Array.from(
    { length: Math.min(maxHosts, Math.max(1, instanceCount ?? 1)) },
    (_, index) => `algo-${index + 1}`,
  );

export interface HostChart {
  title: string;
  /** A series for each host, 0 to 100. */
  series: MetricSeries[];
}

export interface HostCharts {
  charts: HostChart[];
  /** Titles of those that cannot be told as a share of the instance, since it is not known what that has. */
  unscaled: string[];
  /** How many hosts there are beside those shown. */
  hiddenHosts: number;
}

/**
 * @param cores of what stands for an instance, whatever its type; absent where it is an instance of the type
 */
export const hostCharts = (
  job: Pick<TrainingJob, 'instanceType' | 'instanceCount'>,
  series: readonly HostSeries[],
  cores?: number,
): HostCharts => {
  const unscaled: string[] = [];
  const charts = hostMetrics.flatMap(({ name, title, per }): HostChart[] => {
    const own = series.filter((one) => one.name === name && one.points.length > 0);
    if (own.length === 0) return [];
    const parts = per === 'instance' ? 1 : partsOf(job.instanceType, per, cores);
    if (parts === undefined) {
      unscaled.push(title);
      return [];
    }
    return [
      {
        title,
        series: own.map(({ host, points }) => ({
          name: host,
          // A minute in which more was counted than there is was longer than a minute.
          points: points.map(({ at, value }) => ({ at, value: Math.min(100, Math.max(0, value / parts)) })),
        })),
      },
    ];
  });
  return { charts, unscaled, hiddenHosts: Math.max(0, (job.instanceCount ?? 1) - maxHosts) };
};

/** Cores or GPUs of one instance; of a cluster of several types only where all have as many: nobody says which is which. */
const partsOf = (
  instanceType: string | undefined,
  per: 'core' | 'gpu',
  cores: number | undefined,
): number | undefined => {
  if (per === 'core' && cores !== undefined) return cores;
  const counts = fleetParts(instanceType ?? '').map((part) => {
    const facts = instanceFacts(part.instanceType);
    return per === 'core' ? facts?.vcpus : facts?.accelerators?.count;
  });
  const [first, ...others] = new Set(counts);
  return others.length === 0 ? first : undefined;
};
