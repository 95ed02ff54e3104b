'use client';

import ButtonDropdown, { type ButtonDropdownProps } from '@cloudscape-design/components/button-dropdown';
import { type RefObject, useMemo, useRef, useState } from 'react';
import { lateDialog } from '../shell/late-dialog';
import { ChartLegend } from './chart-legend';
import { type ChartModel } from './chart-model';
import styles from './charts.module.css';
import { MetricChart } from './metric-chart';
import { saveChartPng } from './save-chart';
import { saveFile } from './save-file';
import { type ChartView, shownChart } from './shown-chart';

const ChartDialog = lateDialog(() => import('./chart-dialog').then((module) => module.ChartDialog));

const HEIGHT = 268;
/** Of the window's height, where a chart has the page to itself. */
const FULL_SHARE = 0.62;

interface ChartCardProps {
  model: ChartModel;
  view: ChartView;
  /** Chooses a stretch of the axis for all charts that have it; undefined: all of it. */
  onRange: (range: [number, number] | undefined) => void;
  onShowLine?: (line: number) => void;
  isPinned?: boolean;
  /** Absent where it has its place. */
  onPin?: (pinned: boolean) => void;
  /** Absent where it is the only one. */
  onHide?: () => void;
  /** For file names. */
  jobName: string;
  /** The values of this chart as CSV. */
  csv: () => Promise<string>;
  onExportFailed: (message: string) => void;
}

/** One chart with its legend, its exports, and its place among the others. */
export const ChartCard = (props: ChartCardProps) => {
  const {
    model,
    view,
    onRange,
    onShowLine,
    isPinned = false,
    onPin,
    onHide,
    jobName,
    csv,
    onExportFailed,
  } = props;
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const [isFull, setIsFull] = useState(false);
  const plot = useRef<HTMLDivElement>(null);
  const shown = useMemo(() => shownChart(model, hidden, view), [model, hidden, view]);
  const file = `${jobName}-${model.id.replace(/[^a-z0-9]+/g, '-')}`;

  const attempt = async (save: () => Promise<void>, otherwise: string) => {
    try {
      await save();
    } catch (error) {
      onExportFailed(error instanceof Error ? error.message : otherwise);
    }
  };
  const savePng = () =>
    attempt(
      () => saveChartPng(plot.current, model, { jobName, file, hidden }),
      'The chart could not be drawn as PNG.',
    );
  const saveCsv = () =>
    attempt(
      async () => saveFile(`${file}.csv`, new Blob([await csv()], { type: 'text/csv;charset=utf-8' })),
      'The values could not be read.',
    );
  const choose = (option: string) => {
    if (option === 'full') setIsFull(true);
    else if (option === 'pin') onPin?.(!isPinned);
    else if (option === 'hide') onHide?.();
    else if (option === 'png') void savePng();
    else if (option === 'csv') void saveCsv();
  };
  const toggle = (metric: string) => {
    const next = new Set(hidden);
    if (!next.delete(metric)) next.add(metric);
    setHidden(next);
  };
  const chart = (height: number, ref?: RefObject<HTMLDivElement | null>) => (
    <>
      {model.note && <p className={styles.note}>{model.note}</p>}
      {view.logScale && !shown.logScale && (
        <p className={styles.note}>Has values of zero or less: not on a log scale.</p>
      )}
      <div className={styles.plot} style={{ height }} ref={ref}>
        <MetricChart
          model={shown}
          hidden={hidden}
          height={height}
          onRange={onRange}
          {...(onShowLine && {
            onShowLine: (line: number) => {
              setIsFull(false);
              onShowLine(line);
            },
          })}
        />
      </div>
      <ChartLegend model={model} hidden={hidden} onToggle={toggle} />
    </>
  );

  return (
    <section className={styles.chart} aria-label={`${model.title} chart`}>
      <div className={styles.head}>
        <h3 className={styles.title}>{model.title}</h3>
        <ButtonDropdown
          variant="icon"
          ariaLabel={`Options of ${model.title}`}
          items={menu(isPinned, onPin !== undefined, onHide !== undefined)}
          onItemClick={({ detail }) => choose(detail.id)}
        />
      </div>
      {chart(HEIGHT, plot)}
      {isFull && (
        <ChartDialog header={`${model.title} · ${jobName}`} onClose={() => setIsFull(false)}>
          {chart(Math.max(HEIGHT, window.innerHeight * FULL_SHARE))}
        </ChartDialog>
      )}
    </section>
  );
};

const menu = (isPinned: boolean, canPin: boolean, canHide: boolean): ButtonDropdownProps.ItemOrGroup[] => [
  { id: 'full', text: 'Full screen' },
  ...(canPin ? [{ id: 'pin', text: isPinned ? 'Unpin' : 'Pin to the top' }] : []),
  ...(canHide ? [{ id: 'hide', text: 'Hide this chart' }] : []),
  { id: 'png', text: 'Download as PNG' },
  { id: 'csv', text: 'Download values as CSV' },
];
