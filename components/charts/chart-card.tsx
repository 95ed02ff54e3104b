'use client';

import ButtonDropdown from '@cloudscape-design/components/button-dropdown';
import dynamic from 'next/dynamic';
import { type ComponentProps, useRef, useState } from 'react';
import { formatNumber } from '@/lib/training/format';
import { type ChartModel } from './chart-model';
import { ChartUnavailable } from './chart-unavailable';
import styles from './charts.module.css';
import { chartPng } from './export-png';
import { saveFile } from './save-file';
import type DrawnChart from './metric-chart';
import { SeriesMark } from './series-mark';
import { seriesStyle } from './series-style';

const loadChart = () =>
  import('./metric-chart').catch((error: unknown) => {
    // One chart's code must not take the page down with it.
    console.warn('a chart could not be loaded:', error);
    return { default: ChartUnavailable };
  });

const MetricChart = dynamic<ComponentProps<typeof DrawnChart>>(loadChart, {
  ssr: false,
  loading: () => <div className={styles.placeholder} aria-label="Loading chart" role="img" />,
});

interface ChartCardProps {
  model: ChartModel;
  /** For file names. */
  jobName: string;
  /** The values of this chart as CSV. */
  csv: () => Promise<string>;
  onExportFailed: (message: string) => void;
}

/** One chart with its legend, whose entries switch metrics on and off, and its exports. */
export const ChartCard = ({ model, jobName, csv, onExportFailed }: ChartCardProps) => {
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const plot = useRef<HTMLDivElement>(null);
  const file = `${jobName}-${model.id.replace(/[^a-z0-9]+/g, '-')}`;

  const savePng = async () => {
    const svg = plot.current?.querySelector<SVGSVGElement>('svg.recharts-surface');
    if (!svg || !plot.current) return onExportFailed('The chart is not drawn yet. Try again in a moment.');
    const style = getComputedStyle(plot.current);
    const resolve = (color: string) => style.getPropertyValue(color.replace(/^var\((.*)\)$/, '$1')).trim();
    try {
      const png = await chartPng(svg, {
        title: `${model.title} · ${jobName}`,
        legend: model.metrics
          .filter((metric) => !hidden.has(metric))
          .map((metric) => ({
            text: metric,
            color: resolve(seriesStyle(model.metrics.indexOf(metric)).color),
          })),
        background: resolve('var(--chart-surface)'),
        color: resolve('var(--chart-strong)'),
      });
      saveFile(`${file}.png`, png);
    } catch (error) {
      onExportFailed(error instanceof Error ? error.message : 'The chart could not be drawn as PNG.');
    }
  };
  const saveCsv = async () => {
    try {
      saveFile(`${file}.csv`, new Blob([await csv()], { type: 'text/csv;charset=utf-8' }));
    } catch (error) {
      onExportFailed(error instanceof Error ? error.message : 'The values could not be read.');
    }
  };
  const toggle = (metric: string) => {
    const next = new Set(hidden);
    if (!next.delete(metric)) next.add(metric);
    setHidden(next);
  };

  return (
    <section className={styles.chart} aria-label={`${model.title} chart`}>
      <div className={styles.head}>
        <h3 className={styles.title}>{model.title}</h3>
        <ButtonDropdown
          variant="icon"
          ariaLabel={`Download ${model.title}`}
          items={[
            { id: 'png', text: 'Download as PNG' },
            { id: 'csv', text: 'Download values as CSV' },
          ]}
          onItemClick={({ detail }) => {
            if (detail.id === 'png') void savePng();
            else void saveCsv();
          }}
        />
      </div>
      <div className={styles.plot} ref={plot}>
        <MetricChart model={model} hidden={hidden} />
      </div>
      <ul className={styles.legend} aria-label={`Legend of ${model.title}`}>
        {model.metrics.map((metric, index) => (
          <li key={metric}>
            <button
              type="button"
              className={styles.toggle}
              aria-pressed={!hidden.has(metric)}
              onClick={() => toggle(metric)}
            >
              <SeriesMark {...seriesStyle(index)} />
              {metric}
              <span className={styles.number}>{latestOf(model, metric)}</span>
            </button>
          </li>
        ))}
        <LegendNotes model={model} />
      </ul>
    </section>
  );
};

const LegendNotes = ({ model }: { model: ChartModel }) => (
  <>
    {model.lines.some((line) => line.kind === 'superseded') && (
      <li>
        <SeriesMark color="var(--chart-text)" mark="circle" faded /> trained again later
      </li>
    )}
    {model.bands[0] && (
      <li>
        <svg width="18" height="10" aria-hidden="true">
          <rect
            width="18"
            height="10"
            fillOpacity="0.3"
            fill={model.bands[0].kind === 'interruption' ? 'var(--chart-gap)' : 'var(--chart-lost)'}
          />
        </svg>
        {model.bands[0].kind === 'interruption' ? 'interrupted, waiting' : 'lost work, trained again'}
      </li>
    )}
    {model.marks.length > 0 && (
      <li style={{ color: 'var(--chart-resume)' }}>
        <span aria-hidden="true">↻</span> resumed
      </li>
    )}
  </>
);

/** The newest counting value of a metric. */
const latestOf = (model: ChartModel, metric: string) => {
  for (const row of model.rows.toReversed()) {
    const reading = model.readings.get(row.x)?.find((known) => known.metric === metric && !known.superseded);
    if (reading) return formatNumber(reading.value);
  }
  return '';
};
