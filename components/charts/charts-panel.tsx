'use client';

import { type ChartModel } from './chart-model';
import { ChartCard } from './chart-card';
import styles from './charts.module.css';

interface ChartsPanelProps {
  models: readonly ChartModel[];
  /** The values of these metrics. */
  csv: (metrics: readonly string[]) => Promise<string>;
  jobName: string;
  onExportFailed: (message: string) => void;
}

/** All charts of a job, side by side where there is room. */
export const ChartsPanel = ({ models, csv, jobName, onExportFailed }: ChartsPanelProps) => (
  <div className={`${styles.palette} ${styles.grid}`}>
    {models.map((model) => (
      <ChartCard
        key={model.id}
        model={model}
        jobName={jobName}
        onExportFailed={onExportFailed}
        csv={() => csv(model.metrics)}
      />
    ))}
  </div>
);
