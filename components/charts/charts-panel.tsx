'use client';

import { type EpochSeries } from '@/lib/training/epoch-series';
import { type ChartModel } from './chart-model';
import { ChartCard } from './chart-card';
import styles from './charts.module.css';
import { metricsCsv } from './metrics-csv';
import { type ChartsInput } from './prepare-charts';

interface ChartsPanelProps extends Pick<ChartsInput, 'records' | 'metrics'> {
  models: readonly ChartModel[];
  series: readonly EpochSeries[];
  jobName: string;
  onExportFailed: (message: string) => void;
}

/** All charts of a job, side by side where there is room. */
export const ChartsPanel = ({
  models,
  series,
  records,
  metrics,
  jobName,
  onExportFailed,
}: ChartsPanelProps) => (
  <div className={`${styles.palette} ${styles.grid}`}>
    {models.map((model) => (
      <ChartCard
        key={model.id}
        model={model}
        jobName={jobName}
        onExportFailed={onExportFailed}
        csv={() => {
          const own = series.filter(({ metric }) => model.metrics.includes(metric));
          const measured = metrics.filter(({ name }) => model.metrics.includes(name));
          return metricsCsv(own.length > 0 ? records : [], own, measured);
        }}
      />
    ))}
  </div>
);
