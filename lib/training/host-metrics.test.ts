import { describe, expect, it } from 'vitest';
import { hostCharts, hostNames, type HostSeries } from './host-metrics';

const series = (name: HostSeries['name'], values: number[], host = 'algo-1'): HostSeries => ({
  name,
  host,
  points: values.map((value, index) => ({ at: index * 60_000, value })),
});
const valuesOf = (job: { instanceType?: string }, given: HostSeries, cores?: number) =>
  hostCharts({ instanceCount: 1, ...job }, [given], cores).charts[0]?.series[0]?.points.map(
    ({ value }) => value,
  );

describe('metrics of instances', () => {
  it('are shares of the whole instance, whatever CloudWatch counts them by', () => {
    // 4 vCPUs and one GPU; 48 vCPUs and four GPUs.
    expect(valuesOf({ instanceType: 'ml.g5.xlarge' }, series('CPUUtilization', [200, 400]))).toEqual([
      50, 100,
    ]);
    expect(valuesOf({ instanceType: 'ml.g5.xlarge' }, series('GPUUtilization', [80]))).toEqual([80]);
    expect(valuesOf({ instanceType: 'ml.g5.12xlarge' }, series('CPUUtilization', [2_400]))).toEqual([50]);
    expect(valuesOf({ instanceType: 'ml.g5.12xlarge' }, series('GPUMemoryUtilization', [100]))).toEqual([25]);
    expect(valuesOf({ instanceType: 'ml.g5.12xlarge' }, series('MemoryUtilization', [70]))).toEqual([70]);
    expect(valuesOf({ instanceType: 'ml.g5.12xlarge' }, series('DiskUtilization', [7]))).toEqual([7]);
  });

  it('are of what stands for the instance where that is told', () => {
    expect(valuesOf({ instanceType: 'ml.g5.12xlarge' }, series('CPUUtilization', [100]), 2)).toEqual([50]);
  });

  it('never leave 0 to 100', () => {
    expect(valuesOf({ instanceType: 'ml.g5.xlarge' }, series('CPUUtilization', [-1, 404]))).toEqual([0, 100]);
  });

  it('are left out, by name, where nobody knows what the instance has', () => {
    const cpu = series('CPUUtilization', [100]);
    for (const instanceType of ['ml.none.such', 'ml.c5.xlarge + ml.c5.2xlarge', undefined]) {
      const { charts, unscaled } = hostCharts({ instanceType, instanceCount: 2 }, [
        cpu,
        series('MemoryUtilization', [5]),
      ]);
      expect([charts.map(({ title }) => title), unscaled]).toEqual([['Memory'], ['CPU']]);
    }
    // Both have four.
    expect(valuesOf({ instanceType: 'ml.c5.xlarge + ml.m5.xlarge' }, cpu)).toEqual([25]);
  });

  it('have a line for each host, in the order of the metrics, and none where nothing was measured', () => {
    const { charts, hiddenHosts } = hostCharts({ instanceType: 'ml.c5.xlarge', instanceCount: 6 }, [
      series('DiskUtilization', [1], 'algo-1'),
      series('CPUUtilization', [1], 'algo-1'),
      series('CPUUtilization', [2], 'algo-2'),
      series('GPUUtilization', []),
    ]);
    expect(charts.map(({ title, series: lines }) => [title, lines.map(({ name }) => name)])).toEqual([
      ['CPU', ['algo-1', 'algo-2']],
      ['Disk', ['algo-1']],
    ]);
    expect(hiddenHosts).toBe(2);
    expect(hostNames({ instanceCount: 2 })).toEqual(['algo-1', 'algo-2']);
    expect(hostNames({ instanceCount: 99 })).toHaveLength(4);
    expect(hostNames({})).toEqual(['algo-1']);
  });
});
