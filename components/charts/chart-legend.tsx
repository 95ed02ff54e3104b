import { formatNumber } from '@/lib/training/format';
import { type ChartBand, type ChartModel } from './chart-model';
import { valueNear } from './chart-places';
import styles from './charts.module.css';
import { useMoment } from './moment';
import { SeriesMark } from './series-mark';
import { seriesStyle } from './series-style';

interface ChartLegendProps {
  model: ChartModel;
  hidden: ReadonlySet<string>;
  onToggle: (metric: string) => void;
}

/** Its entries switch metrics on and off and say their newest value, or that at the crosshair. */
export const ChartLegend = ({ model, hidden, onToggle }: ChartLegendProps) => (
  <ul className={styles.legend} aria-label={`Legend of ${model.title}`}>
    {model.metrics.map((metric, index) => (
      <li key={metric}>
        <button
          type="button"
          className={styles.toggle}
          aria-pressed={!hidden.has(metric)}
          onClick={() => onToggle(metric)}
        >
          <SeriesMark {...seriesStyle(index)} />
          {metric}
          <Value model={model} metric={metric} />
        </button>
      </li>
    ))}
    <Notes model={model} />
  </ul>
);

const Value = ({ model, metric }: { model: ChartModel; metric: string }) => {
  const moment = useMoment();
  const value = moment ? valueNear(model, metric, moment.at) : latestOf(model, metric);
  return <span className={styles.number}>{value === undefined ? '' : formatNumber(value)}</span>;
};

/** The newest counting value of a metric. */
const latestOf = (model: ChartModel, metric: string) => {
  for (const row of model.rows.toReversed()) {
    const reading = model.readings.get(row.x)?.find((one) => one.metric === metric && !one.superseded);
    if (reading) return reading.value;
  }
  return undefined;
};

const bandNotes: { kind: ChartBand['kind']; color: string; text: string }[] = [
  { kind: 'interruption', color: 'var(--text-faint)', text: 'interrupted, waiting' },
  { kind: 'recomputed', color: 'var(--chart-lost)', text: 'lost work, trained again' },
];

const Notes = ({ model }: { model: ChartModel }) => (
  <>
    {model.lines.some((line) => line.kind === 'superseded') && (
      <li>
        <SeriesMark color="var(--chart-text)" mark="circle" faded /> trained again later
      </li>
    )}
    {bandNotes
      .filter(({ kind }) => model.bands.some((band) => band.kind === kind))
      .map(({ kind, color, text }) => (
        <li key={kind}>
          <svg width="18" height="10" aria-hidden="true">
            <rect width="18" height="10" fillOpacity="0.3" fill={color} />
          </svg>
          {text}
        </li>
      ))}
    {model.marks.length > 0 && (
      <li style={{ color: 'var(--chart-resume)' }}>
        <span aria-hidden="true">↻</span> resumed
      </li>
    )}
  </>
);
