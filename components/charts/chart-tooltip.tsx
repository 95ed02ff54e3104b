'use client';

import { useEffect } from 'react';
import { formatDuration, formatNumber } from '@/lib/training/format';
import { formatPosition } from '@/lib/training/position';
import { Time } from '@/components/shell/time';
import { type ChartModel, type Reading } from './chart-model';
import styles from './charts.module.css';
import { usePointedMoment } from './moment';
import { SeriesMark } from './series-mark';
import { seriesStyle } from './series-style';

interface ChartTooltipProps {
  model: ChartModel;
  /** The x that is nearest to the pointer or the keyboard's cursor. */
  x: number;
  hidden: ReadonlySet<string>;
  /** The log is on the same page. */
  canShowLine: boolean;
}

/** Every value known at one x, with its attempt and time. */
export const ChartTooltip = ({ model, x, hidden, canShowLine }: ChartTooltipProps) => {
  const readings = (model.readings.get(x) ?? []).filter(({ metric }) => !hidden.has(metric));
  const read = readings.find((reading) => !reading.superseded) ?? readings[0];
  useSharedMoment(read);
  if (readings.length === 0) return null;
  const at = read?.at;
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
      {canShowLine && read?.line !== undefined && <div>Click or Enter: its line in the log</div>}
      {resumed && (
        <div>
          Attempt {resumed.attempt} resumed here{resumed.checkpoint && ` from ${resumed.checkpoint}`}
        </div>
      )}
    </div>
  );
};

/** Pointer and arrow keys alike lead here: what is read is what the page's other parts point at too. */
const useSharedMoment = (reading: Reading | undefined) => {
  const pointed = usePointedMoment();
  const { at, line } = reading ?? {};
  useEffect(() => {
    if (at !== undefined) pointed.set({ at, ...(line !== undefined && { line }) });
  }, [pointed, at, line]);
  useEffect(() => () => pointed.set(undefined), [pointed]);
};
