'use client';

import { useMemo, useRef } from 'react';
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
import { type ChartBand, type ChartLine, type ChartRow } from './chart-model';
import { type Plot, pixelOf } from './chart-places';
import { ChartPointer } from './chart-pointer';
import { ChartTooltip } from './chart-tooltip';
import styles from './charts.module.css';
import { placeLabels } from './label-rows';
import { ResumeLabel } from './resume-label';
import { markPath, seriesStyle } from './series-style';
import { type ShownChart } from './shown-chart';
import { useElementWidth } from './use-element-width';

/** Beyond this many, marks would hide the line that they are on. */
const MARKED_POINTS = 40;
const BAND_COLORS: Record<ChartBand['kind'], string> = {
  interruption: 'var(--text-faint)',
  recomputed: 'var(--chart-lost)',
};
/** What counts is drawn last, over what was lost and what was smoothed. */
const LAYERS: Record<ChartLine['kind'], number> = { raw: 0, superseded: 1, counting: 2 };

export interface MetricChartProps {
  model: ShownChart;
  /** Metrics that the reader switched off. */
  hidden: ReadonlySet<string>;
  /** In pixels. */
  height: number;
  /** Absent where this chart has another axis than the one that is zoomed. */
  onRange?: (range: [number, number] | undefined) => void;
  /** Shows a line of the log. */
  onShowLine?: (line: number) => void;
}

/** Draws a chart as it was prepared. Loaded apart, for the drawing library's size. */
const MetricChart = ({ model, hidden, height, onRange, onShowLine }: MetricChartProps) => {
  const element = useRef<HTMLDivElement>(null);
  const width = useElementWidth(element);
  const isTime = model.axis === 'time';
  const lines = model.lines
    .filter(({ metric }) => !hidden.has(metric))
    .sort((a, b) => LAYERS[a.kind] - LAYERS[b.kind]);
  const marks = model.marks.filter(({ x }) => x >= model.domain[0] && x <= model.domain[1]);
  const top = model.marks.length > 0 ? 34 : 8;
  const labels = useMemo(
    () => labelsOf(marks, { width: width ?? 0, domain: model.domain }),
    [marks, width, model.domain],
  );
  return (
    <div ref={element} className={styles.drawing} style={{ height }}>
      {width !== undefined && (
        <ChartPointer
          model={model}
          width={width}
          top={top}
          height={height}
          onRange={onRange}
          onShowLine={onShowLine}
        >
          <LineChart
            width={width}
            height={height}
            data={model.rows}
            margin={{ top, right: 16, bottom: 4, left: 0 }}
            aria-label={`${model.title} by ${model.axis}. Use the arrow keys to read the values.`}
          >
            <CartesianGrid stroke="var(--chart-grid)" vertical={false} />
            {model.bands.map((band) =>
              band.from === band.to ? (
                <ReferenceLine
                  key={`${band.kind}${band.from}`}
                  x={band.from}
                  stroke={BAND_COLORS[band.kind]}
                  strokeWidth={5}
                  strokeOpacity={0.35}
                />
              ) : (
                <ReferenceArea
                  key={`${band.kind}${band.from}`}
                  x1={Math.max(band.from, model.domain[0])}
                  x2={Math.min(band.to, model.domain[1])}
                  fill={BAND_COLORS[band.kind]}
                  fillOpacity={0.16}
                  stroke="none"
                />
              ),
            )}
            <XAxis
              dataKey="x"
              type="number"
              domain={model.domain}
              // Cuts what is beyond it, and marks at its ends with it.
              allowDataOverflow={model.isPart}
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
              domain={model.y}
              ticks={model.yTicks}
              scale={model.logScale ? 'log' : 'linear'}
              allowDataOverflow
              width={56}
              interval={0}
              tickFormatter={(value: number) => formatNumber(value)}
              stroke="var(--chart-axis)"
              tick={{ fill: 'var(--chart-text)', fontSize: 12 }}
            />
            {marks.map((mark, index) => (
              <ReferenceLine
                key={mark.attempt}
                x={mark.x}
                stroke="var(--chart-resume)"
                strokeDasharray="2 3"
                label={<ResumeLabel place={labels[index]} />}
              />
            ))}
            <Tooltip
              isAnimationActive={false}
              cursor={false}
              wrapperStyle={{ zIndex: 10 }}
              content={({ active, label }) =>
                active && label !== undefined ? (
                  <ChartTooltip
                    model={model}
                    x={Number(label)}
                    hidden={hidden}
                    canShowLine={onShowLine !== undefined}
                  />
                ) : null
              }
            />
            {lines.map((line) => (
              <Line
                key={line.key}
                dataKey={line.key}
                name={line.metric}
                type="linear"
                connectNulls
                isAnimationActive={false}
                {...lineStyle(line, model)}
              />
            ))}
          </LineChart>
        </ChartPointer>
      )}
      {width === undefined && <div className={styles.placeholder} />}
    </div>
  );
};

const labelsOf = (marks: ShownChart['marks'], plot: Plot) =>
  placeLabels(
    marks.map(({ x, label, checkpoint }) => ({
      x: pixelOf(x, plot),
      texts: [...(checkpoint === undefined ? [] : [`↻ ${label} from ${checkpoint}`]), `↻ ${label}`, '↻'],
    })),
    plot.width,
  );

/** What is not counted is dashed or pale, with hollow marks. */
const lineStyle = (line: ChartLine, model: ShownChart) => {
  const { color, mark } = seriesStyle(model.metrics.indexOf(line.metric));
  const faded = line.kind === 'superseded';
  const isMarked = line.kind !== 'raw' && (line.single || model.rows.length <= MARKED_POINTS);
  const dot = ({
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
      d={cx === undefined || cy == null || payload?.x === line.anchor ? '' : markPath(mark, cx, cy, 3)}
      fill={faded ? 'var(--surface)' : color}
      stroke={color}
      strokeOpacity={faded ? 0.6 : 1}
    />
  );
  return {
    stroke: color,
    strokeWidth: line.kind === 'raw' ? 1 : 2,
    strokeOpacity: line.kind === 'raw' ? 0.35 : faded ? 0.5 : 1,
    strokeDasharray: faded ? '5 4' : undefined,
    activeDot: line.kind === 'counting',
    dot: isMarked ? dot : false,
  } as const;
};

export default MetricChart;
