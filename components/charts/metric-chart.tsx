'use client';

import { useRef } from 'react';
import {
  CartesianGrid,
  Line,
  LineChart,
  ReferenceArea,
  ReferenceLine,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import { formatDuration, formatNumber } from '@/lib/training/format';
import { type ChartBand, type ChartModel, type ChartRow } from './chart-model';
import { ChartTooltip } from './chart-tooltip';
import styles from './charts.module.css';
import { ResumeLabel } from './resume-label';
import { markPath, seriesStyle } from './series-style';
import { useElementWidth } from './use-element-width';

/** Beyond this many, marks would hide the line that they are on. */
const MARKED_POINTS = 40;
const HEIGHT = 268;
const BAND_COLORS: Record<ChartBand['kind'], string> = {
  interruption: 'var(--chart-gap)',
  recomputed: 'var(--chart-lost)',
};

export interface MetricChartProps {
  model: ChartModel;
  /** Metrics that the reader switched off. */
  hidden: ReadonlySet<string>;
}

/** Draws a chart as it was prepared. Loaded apart, for the drawing library's size. */
const MetricChart = ({ model, hidden }: MetricChartProps) => {
  const element = useRef<HTMLDivElement>(null);
  const width = useElementWidth(element);
  const isTime = model.axis === 'time';
  // What counts is drawn last, over what was lost.
  const lines = model.lines
    .filter(({ metric }) => !hidden.has(metric))
    .sort((a, b) => Number(a.kind === 'counting') - Number(b.kind === 'counting'));
  return (
    <div ref={element}>
      {width !== undefined && (
        <LineChart
          width={width}
          height={HEIGHT}
          data={model.rows}
          margin={{ top: model.marks.length > 0 ? 34 : 8, right: 16, bottom: 4, left: 0 }}
          aria-label={`${model.title} by ${model.axis}. Use the arrow keys to read the values.`}
        >
          <CartesianGrid stroke="var(--chart-grid)" vertical={false} />
          {model.bands.map((band) => (
            <ReferenceArea
              key={`${band.kind}${band.from}`}
              x1={Math.max(band.from, model.domain[0])}
              x2={Math.min(band.to, model.domain[1])}
              fill={BAND_COLORS[band.kind]}
              fillOpacity={0.16}
              stroke="none"
            />
          ))}
          <XAxis
            dataKey="x"
            type="number"
            domain={model.domain}
            ticks={model.ticks}
            interval="preserveStartEnd"
            minTickGap={isTime ? 12 : 6}
            tickFormatter={(x: number) => (isTime ? formatDuration(x) : formatNumber(x))}
            padding={{ left: 12, right: 12 }}
            stroke="var(--chart-axis)"
            tick={{ fill: 'var(--chart-text)', fontSize: 12 }}
            height={40}
            label={{
              value: model.xLabel,
              position: 'insideBottom',
              fill: 'var(--chart-text)',
              fontSize: 12,
            }}
          />
          <YAxis
            domain={['auto', 'auto']}
            width={56}
            tickFormatter={(value: number) => formatNumber(value)}
            stroke="var(--chart-axis)"
            tick={{ fill: 'var(--chart-text)', fontSize: 12 }}
          />
          {model.marks.map((mark, index) => (
            <ReferenceLine
              key={mark.attempt}
              x={Math.max(mark.x, model.domain[0])}
              stroke="var(--chart-resume)"
              strokeDasharray="2 3"
              label={<ResumeLabel mark={mark} index={index} count={model.marks.length} width={width} />}
            />
          ))}
          <Tooltip
            isAnimationActive={false}
            cursor={{ stroke: 'var(--chart-axis)', strokeDasharray: '3 3' }}
            wrapperStyle={{ zIndex: 10 }}
            content={({ active, label }) =>
              active && label !== undefined ? (
                <ChartTooltip model={model} x={Number(label)} hidden={hidden} />
              ) : null
            }
          />
          {lines.map((line) => {
            const style = seriesStyle(model.metrics.indexOf(line.metric));
            const faded = line.kind === 'superseded';
            const marked = line.single || model.rows.length <= MARKED_POINTS;
            return (
              <Line
                key={line.key}
                dataKey={line.key}
                name={line.metric}
                type="linear"
                connectNulls
                isAnimationActive={false}
                stroke={style.color}
                strokeWidth={2}
                strokeOpacity={faded ? 0.5 : 1}
                strokeDasharray={faded ? '5 4' : undefined}
                activeDot={!faded}
                dot={
                  marked
                    ? ({
                        cx,
                        cy,
                        index,
                        payload,
                      }: {
                        cx?: number;
                        cy?: number;
                        index?: number;
                        payload?: ChartRow;
                      }) => (
                        <path
                          key={index}
                          d={
                            cx === undefined || cy == null || payload?.x === line.anchor
                              ? ''
                              : markPath(style.mark, cx, cy, 3)
                          }
                          fill={faded ? 'var(--chart-surface)' : style.color}
                          stroke={style.color}
                          strokeOpacity={faded ? 0.6 : 1}
                        />
                      )
                    : false
                }
              />
            );
          })}
        </LineChart>
      )}
      {width === undefined && <div className={styles.placeholder} style={{ height: HEIGHT }} />}
    </div>
  );
};

export default MetricChart;
