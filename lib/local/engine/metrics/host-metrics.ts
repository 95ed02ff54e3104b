import { execFile } from 'node:child_process';
import { readFile, statfs } from 'node:fs/promises';
import { promisify } from 'node:util';
import { programEnvironment } from '../../core/program-environment';
import { type Clock } from '../../core/clock';
import { type MetricStore } from '../../store/metric-store';
import { type JobProcess } from '../container/job-processes';
import { readProcessStatistics } from '../container/process-group';

/**
 * CPUUtilization and MemoryUtilization of an attempt's processes and DiskUtilization of where its files lie, as SageMaker
 * reports them for an instance: CPU is 100 per cent for each core, memory and disk are shares of the machine's. Linux
 * only. Finer than SageMaker's minute, since a job here may be over in one.
 * https://docs.aws.amazon.com/sagemaker/latest/dg/monitoring-cloudwatch.html
 */
const periodMs = 5_000;
const namespace = '/aws/sagemaker/TrainingJobs';

interface Machine {
  ticksPerSecond: number;
  pageBytes: number;
  memoryBytes: number;
}

const tools = programEnvironment({ PATH: '/usr/bin:/bin' });

const number = async (name: string): Promise<number> =>
  Number((await promisify(execFile)('getconf', [name], { env: tools })).stdout);

const readMachine = async (): Promise<Machine> => ({
  ticksPerSecond: await number('CLK_TCK'),
  pageBytes: await number('PAGESIZE'),
  memoryBytes: Number(/^MemTotal:\s+(\d+)/m.exec(await readFile('/proc/meminfo', 'utf8'))?.[1]) * 1024,
});

/** Per cent of the file system that is used, as `df` has it. */
const diskUse = async (folder: string): Promise<number> => {
  const { blocks, bfree, bavail } = await statfs(folder);
  const used = blocks - bfree;
  return used + bavail === 0 ? 0 : (100 * used) / (used + bavail);
};

/** @returns a function that ends the sampling. */
export const startHostMetrics = (
  { clock, metrics }: { clock: Clock; metrics: MetricStore },
  /** `<job>/algo-1` */
  host: string,
  running: () => readonly JobProcess[],
  /** Where the files of the attempt lie. */
  folder: string,
): (() => void) => {
  if (process.platform !== 'linux') return () => {};
  let cancel = () => {};
  let over = false;
  let machine: Machine | undefined;
  let before: { ticks: number; at: number } = { ticks: 0, at: clock.now() };

  const sample = async (): Promise<void> => {
    machine ??= await readMachine();
    const statistics = await Promise.all(running().map(({ pid }) => readProcessStatistics(pid)));
    const processes = statistics.filter((one) => one !== undefined);
    if (processes.length === 0 || over) return;
    const at = clock.now();
    const ticks = processes.reduce((sum, { cpuTicks }) => sum + cpuTicks, 0);
    const resident = processes.reduce((sum, { residentPages }) => sum + residentPages, 0) * machine.pageBytes;
    // A process that ended took its ticks along: less than before is no negative use.
    const seconds = Math.max(0, ticks - before.ticks) / machine.ticksPerSecond;
    const values = {
      CPUUtilization: (100 * seconds * 1000) / Math.max(1, at - before.at),
      MemoryUtilization: (100 * resident) / machine.memoryBytes,
      DiskUtilization: await diskUse(folder),
    };
    before = { ticks, at };
    metrics.put(
      Object.entries(values).map(([metricName, value]) => ({
        namespace,
        metricName,
        dimensions: { Host: host },
        timestamp: at,
        sampleCount: 1,
        sum: value,
        minimum: value,
        maximum: value,
        unit: 'Percent',
        // As those of the job's own metrics: its minute alone would be one point.
        storageResolution: 1,
      })),
    );
  };

  const schedule = () => {
    cancel = clock.after(periodMs, () => {
      void sample()
        .catch((error: unknown) =>
          console.error(`host metrics of ${host} could not be read: ${String(error)}`),
        )
        .finally(() => {
          if (!over) schedule();
        });
    });
  };
  schedule();
  return () => {
    over = true;
    cancel();
  };
};
