import { formatDuration, formatNumber } from '@/lib/training/format';
import { formatPosition } from '@/lib/training/position';
import { Time } from '@/components/shell/time';
import { type ChartModel } from './chart-model';
import styles from './charts.module.css';
import { SeriesMark } from './series-mark';
import { seriesStyle } from './series-style';

interface ChartTooltipProps {
  model: ChartModel;
  /** The x that recharts found nearest to the pointer or the keyboard's cursor. */
  x: number;
  hidden: ReadonlySet<string>;
}

/** Every value known at one x, with its attempt and time. */
export const ChartTooltip = ({ model, x, hidden }: ChartTooltipProps) => {
  const readings = (model.readings.get(x) ?? []).filter(({ metric }) => !hidden.has(metric));
  if (readings.length === 0) return null;
  const at = readings.find((reading) => !reading.superseded)?.at ?? readings[0]?.at;
  const resumed = model.marks.find(({ x: from, attempt }) => {
    const next = [...model.readings.keys()].filter((key) => key >= from).sort((a, b) => a - b)[0];
    return next === x && readings.some((reading) => reading.attempt === attempt);
  });
  return (
    <div className={styles.tooltip}>
      <strong>{model.axis === 'epoch' ? `${model.xLabel} ${formatPosition(x)}` : formatDuration(x)}</strong>
      {at !== undefined && (
        <>
          {' · '}
          <Time at={at} style="time" />
        </>
      )}
      <table>
        <tbody>
          {readings.map((reading) => (
            <tr
              key={`${reading.metric}/${reading.attempt}`}
              className={reading.superseded ? styles.superseded : undefined}
            >
              <td>
                <SeriesMark
                  {...seriesStyle(model.metrics.indexOf(reading.metric))}
                  faded={reading.superseded}
                />{' '}
                {reading.metric}
              </td>
              <td className={styles.number}>{formatNumber(reading.value)}</td>
              <td>
                {model.axis === 'time' && reading.epoch !== undefined && `epoch ${reading.epoch}, `}
                {reading.attempt !== undefined && `attempt ${reading.attempt}`}
                {reading.superseded && ', trained again later'}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {resumed && (
        <div>
          Attempt {resumed.attempt} resumed here{resumed.checkpoint && ` from ${resumed.checkpoint}`}
        </div>
      )}
    </div>
  );
};
