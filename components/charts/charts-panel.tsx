'use client';

import { type CurveDetail, type MetricCurve } from '@/lib/training/metric-curves';
import { type ChartModel } from './chart-model';
import { ChartCard } from './chart-card';
import styles from './charts.module.css';
import { metricsCsv } from './metrics-csv';
import { type ChartsInput } from './prepare-charts';

interface ChartsPanelProps extends Pick<ChartsInput, 'reading' | 'metrics'> {
  models: readonly ChartModel[];
  curves: readonly MetricCurve[];
  detail: CurveDetail;
  jobName: string;
  onExportFailed: (message: string) => void;
}

/** All charts of a job, side by side where there is room. */
export const ChartsPanel = ({
  models,
  curves,
  detail,
  reading,
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
        csv={() =>
          metricsCsv(
            reading,
            detail,
            curves.filter(({ metric }) => model.metrics.includes(metric)),
            metrics.filter(({ name }) => model.metrics.includes(name)),
          )
        }
      />
    ))}
  </div>
);
