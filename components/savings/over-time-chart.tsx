'use client';

import { useRef } from 'react';
import { Bar, BarChart, CartesianGrid, Tooltip, XAxis, YAxis } from 'recharts';
import { formatNumber, formatUsd } from '@/lib/training/format';
import { amountTexts } from '@/lib/training/money/money-text';
import { type BarUnit } from '@/lib/training/report/period-choice';
import { type ReportBar } from '@/lib/training/report/savings-report';
import { useElementWidth } from '../charts/use-element-width';
import { barLabel } from './period-labels';
import styles from './savings.module.css';

const height = 280;
const widestBar = 48;

export interface OverTimeChartProps {
  bars: readonly ReportBar[];
  unit: BarUnit;
  onFollow: (bar: ReportBar) => void;
}

/** Paid and saved on spot, stacked to what on demand would have cost, and the bill of on-demand jobs on top. Loaded apart, for the drawing library's size. */
const OverTimeChart = ({ bars, unit, onFollow }: OverTimeChartProps) => {
  const element = useRef<HTMLDivElement>(null);
  const width = useElementWidth(element);
  const rows = bars.map((bar) => ({
    label: barLabel(bar.day, unit),
    paid: bar.amounts.usdPaid,
    // Spot time that cost more than on demand would be a negative bar; there is none to stack then.
    saved: Math.max(0, bar.amounts.usdSaved),
    onDemand: bar.amounts.onDemandUsdPaid,
  }));
  const follow = (index: number) => {
    const bar = bars[index];
    if (bar && bar.amounts.jobs > 0) onFollow(bar);
  };
  const shared = {
    stackId: 'money',
    maxBarSize: widestBar,
    isAnimationActive: false,
    cursor: 'pointer',
    onClick: (_entry: unknown, index: number) => follow(index),
  } as const;
  return (
    <div ref={element} className={styles.chart}>
      {width !== undefined && (
        <BarChart
          width={width}
          height={height}
          data={rows}
          margin={{ top: 8, right: 8, bottom: 0, left: 0 }}
          aria-label="Paid and saved over time. Use the arrow keys to read the values; the table below has them all."
        >
          <CartesianGrid stroke="var(--chart-grid)" vertical={false} />
          <XAxis
            dataKey="label"
            stroke="var(--chart-axis)"
            tick={{ fill: 'var(--chart-text)', fontSize: 12 }}
            minTickGap={16}
            tickLine={false}
          />
          <YAxis
            stroke="var(--chart-axis)"
            tick={{ fill: 'var(--chart-text)', fontSize: 12 }}
            tickFormatter={(usd: number) => formatUsd(usd)}
            width={76}
            tickLine={false}
            axisLine={false}
          />
          <Tooltip
            isAnimationActive={false}
            cursor={{ fill: 'var(--chart-grid)', fillOpacity: 0.4 }}
            wrapperStyle={{ zIndex: 10 }}
            content={({ active, activeIndex }) => {
              const bar = active ? bars[Number(activeIndex)] : undefined;
              return bar ? <BarTooltip bar={bar} unit={unit} /> : null;
            }}
          />
          <Bar dataKey="paid" name="Paid on spot" fill="var(--series-1)" {...shared} />
          <Bar dataKey="saved" name="Saved" fill="var(--series-3)" {...shared} />
          <Bar
            dataKey="onDemand"
            name="Paid for on-demand jobs"
            fill="var(--chart-on-demand)"
            radius={[3, 3, 0, 0]}
            {...shared}
          />
        </BarChart>
      )}
    </div>
  );
};

const BarTooltip = ({ bar: { day, amounts }, unit }: { bar: ReportBar; unit: BarUnit }) => {
  const texts = amountTexts(amounts);
  return (
    <div className={styles.tooltip}>
      <strong>{barLabel(day, unit, true)}</strong>
      <dl>
        {[
          ['Paid on spot', texts.paid],
          ['Saved', texts.saved],
          ['On demand would have cost', texts.onDemand],
          ['Paid for on-demand jobs', texts.onDemandPaid],
          ['Jobs', formatNumber(amounts.jobs)],
        ].map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
};

export default OverTimeChart;
