'use client';

import { useRef } from 'react';
import { CartesianGrid, ReferenceLine, Scatter, ScatterChart, Tooltip, XAxis, YAxis } from 'recharts';
import charts from '@/components/charts/charts.module.css';
import { extentOf } from '@/components/charts/extent';
import { useElementWidth } from '@/components/charts/use-element-width';
import { valueTicks } from '@/components/charts/nice-ticks';
import { formatNumber } from '@/lib/training/format';

export interface ScatterPoint {
  index: number;
  x: number;
  y: number;
  actual: number;
  predicted: number;
}

interface ScatterPlotProps {
  points: readonly ScatterPoint[];
  /** Where a model without error has its points. */
  line: 'diagonal' | 'zero';
  xLabel: string;
  yLabel: string;
  /** For those who do not see it. */
  label: string;
}

const height = 268;
const tick = { fill: 'var(--chart-text)', fontSize: 12 };

/** Points and the line that they should lie on. Loaded apart, for the drawing library's size. */
const ScatterPlot = ({ points, line, xLabel, yLabel, label }: ScatterPlotProps) => {
  const element = useRef<HTMLDivElement>(null);
  const width = useElementWidth(element);
  const x = rangeOf(points.map((point) => point.x));
  const y = rangeOf([...points.map((point) => point.y), ...(line === 'zero' ? [0] : [])]);
  const both: [number, number] = [Math.min(x[0], y[0]), Math.max(x[1], y[1])];
  const [xDomain, yDomain] = line === 'diagonal' ? [both, both] : [x, y];
  return (
    <div ref={element} role="img" aria-label={label}>
      {width !== undefined && (
        <ScatterChart
          width={width}
          height={height}
          margin={{ top: 8, right: 16, bottom: 4, left: 0 }}
          accessibilityLayer={false}
        >
          <CartesianGrid stroke="var(--chart-grid)" />
          <XAxis
            dataKey="x"
            type="number"
            domain={xDomain}
            ticks={valueTicks(xDomain)}
            tickFormatter={formatNumber}
            stroke="var(--chart-axis)"
            tick={tick}
            height={40}
            label={{ value: xLabel, position: 'insideBottom', ...tick }}
          />
          <YAxis
            dataKey="y"
            type="number"
            domain={yDomain}
            ticks={valueTicks(yDomain)}
            width={64}
            tickFormatter={formatNumber}
            stroke="var(--chart-axis)"
            tick={tick}
            label={{ value: yLabel, angle: -90, position: 'insideLeft', ...tick }}
          />
          <ReferenceLine
            stroke="var(--series-2)"
            strokeWidth={2}
            segment={
              line === 'diagonal'
                ? [
                    { x: both[0], y: both[0] },
                    { x: both[1], y: both[1] },
                  ]
                : [
                    { x: x[0], y: 0 },
                    { x: x[1], y: 0 },
                  ]
            }
          />
          <Tooltip
            isAnimationActive={false}
            wrapperStyle={{ zIndex: 10 }}
            content={({ active, payload }) => {
              // eslint-disable-next-line @typescript-eslint/no-unsafe-type-assertion -- recharts gives back the point that it was given to draw
              const point = active ? (payload[0]?.payload as ScatterPoint | undefined) : undefined;
              return point ? <PointTooltip point={point} /> : null;
            }}
          />
          <Scatter
            data={[...points]}
            fill="var(--series-1)"
            fillOpacity={points.length > 300 ? 0.35 : 0.7}
            isAnimationActive={false}
            shape={({
              cx,
              cy,
              fill,
              fillOpacity,
            }: {
              cx?: number;
              cy?: number;
              fill?: string;
              fillOpacity?: number;
            }) => <circle cx={cx} cy={cy} r={3} fill={fill} fillOpacity={fillOpacity} />}
          />
        </ScatterChart>
      )}
      {width === undefined && <div className={charts.placeholder} style={{ height }} />}
    </div>
  );
};

export default ScatterPlot;

/** With a little room around, so that no point lies on the frame. */
const rangeOf = (values: readonly number[]): [number, number] => {
  const [low, high] = extentOf(values) ?? [0, 0];
  const room = high > low ? (high - low) * 0.04 : Math.max(1, Math.abs(high)) * 0.1;
  return [low - room, high + room];
};

const PointTooltip = ({ point: { index, actual, predicted } }: { point: ScatterPoint }) => (
  <div className={charts.tooltip}>
    <strong>Example {index}</strong>
    <table>
      <tbody>
        {(
          [
            ['Actual', actual],
            ['Predicted', predicted],
            ['Residual', predicted - actual],
          ] as const
        ).map(([name, value]) => (
          <tr key={name}>
            <td>{name}</td>
            <td className={charts.number}>{formatNumber(value)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </div>
);
