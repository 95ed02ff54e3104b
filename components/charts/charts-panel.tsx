'use client';

import { type ChartModel } from './chart-model';
import { ChartCard } from './chart-card';
import styles from './charts.module.css';
import { type ChartView } from './shown-chart';

interface ChartsPanelProps {
  models: readonly ChartModel[];
  view: ChartView;
  /** Axis that the view's stretch is of. */
  axis: ChartModel['axis'];
  /** Ids of charts that stand first, in this order. */
  pinned: readonly string[];
  /** Ids of charts that are not shown. */
  hidden: readonly string[];
  onRange: (range: [number, number] | undefined) => void;
  onPinned: (ids: string[]) => void;
  onHidden: (ids: string[]) => void;
  onShowLine: (line: number) => void;
  /** The values of these metrics. */
  csv: (metrics: readonly string[]) => Promise<string>;
  jobName: string;
  onExportFailed: (message: string) => void;
}

/** The charts of a job that the reader chose, side by side where there is room. */
export const ChartsPanel = (props: ChartsPanelProps) => {
  const { models, view, axis, pinned, hidden, onRange, onPinned, onHidden, onShowLine } = props;
  const shown = chosenCharts(models, pinned, hidden);
  return (
    <div className={styles.grid}>
      {shown.map((model) => (
        <ChartCard
          key={model.id}
          model={model}
          view={model.axis === axis ? view : { ...view, range: undefined }}
          onRange={model.axis === axis ? onRange : ignore}
          onShowLine={onShowLine}
          isPinned={pinned.includes(model.id)}
          onPin={(isPinned) =>
            onPinned([...pinned.filter((id) => id !== model.id), ...(isPinned ? [model.id] : [])])
          }
          onHide={shown.length > 1 ? () => onHidden([...hidden, model.id]) : undefined}
          jobName={props.jobName}
          onExportFailed={props.onExportFailed}
          csv={() => props.csv(model.metrics)}
        />
      ))}
    </div>
  );
};

const ignore = () => undefined;

/** Pinned ones first, hidden ones not; all where none would be left. */
export const chosenCharts = (
  models: readonly ChartModel[],
  pinned: readonly string[],
  hidden: readonly string[],
): ChartModel[] => {
  const shown = models.filter(({ id }) => !hidden.includes(id));
  const rank = ({ id }: ChartModel) => (pinned.includes(id) ? pinned.indexOf(id) : pinned.length);
  return (shown.length > 0 ? shown : [...models]).sort((a, b) => rank(a) - rank(b));
};
