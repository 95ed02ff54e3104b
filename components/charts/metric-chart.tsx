'use client';

import { type KeyboardEvent, type PointerEvent, useId, useRef, useState } from 'react';
import { type ChartLine } from './chart-model';
import { type Plot, pixelOf } from './chart-places';
import { ChartPointer } from './chart-pointer';
import { ChartTooltip } from './chart-tooltip';
import styles from './charts.module.css';
import { placeLabels } from './label-rows';
import { PlotAxes } from './plot-axes';
import { nearestIndex, plotFrame } from './plot-frame';
import { PlotBands, PlotLine } from './plot-lines';
import { ResumeLabel } from './resume-label';
import { type ShownChart } from './shown-chart';
import { useElementWidth } from './use-element-width';

/** What counts is drawn last, over what was lost and what was smoothed. */
const LAYERS: Record<ChartLine['kind'], number> = { raw: 0, superseded: 1, counting: 2 };
/** Of the tooltip from what it is about, in pixels. */
const AWAY = 10;

interface MetricChartProps {
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

/** Draws a chart as it was prepared, once its width is known. */
export const MetricChart = (props: MetricChartProps) => {
  const element = useRef<HTMLDivElement>(null);
  const width = useElementWidth(element);
  return (
    <div ref={element} className={styles.drawing} style={{ height: props.height }}>
      {width === undefined ? <div className={styles.placeholder} /> : <Drawing {...props} width={width} />}
    </div>
  );
};

const Drawing = ({
  model,
  hidden,
  width,
  height,
  onRange,
  onShowLine,
}: MetricChartProps & { width: number }) => {
  const clip = useId();
  /** What is read: an x, and how far down the pointer is. */
  const [read, setRead] = useState<{ x: number; top: number }>();
  const marks = model.marks.filter(({ x }) => x >= model.domain[0] && x <= model.domain[1]);
  const top = model.marks.length > 0 ? 34 : 8;
  const frame = plotFrame(model, { width, height, top });
  const { left, right, bottom, xOf } = frame;
  const labels = labelsOf(marks, { width, domain: model.domain });
  const lines = model.lines
    .filter(({ metric }) => !hidden.has(metric))
    .sort((a, b) => LAYERS[a.kind] - LAYERS[b.kind]);
  const xs = model.rows.map(({ x }) => x).filter((x) => x >= model.domain[0] && x <= model.domain[1]);

  const readAt = (index: number, down: number) => {
    const x = xs[index];
    if (x !== undefined) setRead({ x, top: down });
  };
  const point = (event: PointerEvent<SVGSVGElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    readAt(nearestIndex(xs, event.clientX - box.left, xOf), event.clientY - box.top);
  };
  const press = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    const now = read === undefined ? -1 : xs.indexOf(read.x);
    readAt(Math.min(xs.length - 1, Math.max(0, now + step)), top);
  };

  return (
    <ChartPointer
      model={model}
      width={width}
      top={top}
      height={height}
      onRange={onRange}
      onShowLine={onShowLine}
    >
      <svg
        className={styles.surface}
        width={width}
        height={height}
        role="application"
        tabIndex={0}
        aria-label={`${model.title} by ${model.axis}. Use the arrow keys to read the values.`}
        onPointerMove={point}
        onPointerLeave={() => setRead(undefined)}
        onFocus={({ currentTarget }) => {
          if (currentTarget.matches(':focus-visible') && read === undefined) readAt(0, top);
        }}
        onBlur={() => setRead(undefined)}
        onKeyDown={press}
      >
        <clipPath id={clip}>
          {/* Marks at the ends of an axis that is shown in full stay whole. */}
          <rect
            x={model.isPart ? left : 0}
            y={top}
            width={model.isPart ? Math.max(0, right - left) : width}
            height={Math.max(0, bottom - top)}
          />
        </clipPath>
        <PlotBands model={model} frame={frame} />
        <PlotAxes model={model} frame={frame} />
        {marks.map((mark, index) => (
          <g key={mark.attempt}>
            <line
              x1={xOf(mark.x)}
              x2={xOf(mark.x)}
              y1={top}
              y2={bottom}
              stroke="var(--chart-resume)"
              strokeDasharray="2 3"
            />
            <ResumeLabel place={labels[index]} />
          </g>
        ))}
        <g clipPath={`url(#${clip})`}>
          {lines.map((line) => (
            <PlotLine key={line.key} line={line} model={model} frame={frame} active={read?.x} />
          ))}
        </g>
      </svg>
      {read && (
        <div
          className={styles.tip}
          style={{
            ...(xOf(read.x) < width / 2
              ? { left: xOf(read.x) + AWAY }
              : { right: width - xOf(read.x) + AWAY }),
            ...(read.top < height / 2 ? { top: read.top + AWAY } : { bottom: height - read.top + AWAY }),
          }}
        >
          <ChartTooltip model={model} x={read.x} hidden={hidden} canShowLine={onShowLine !== undefined} />
        </div>
      )}
    </ChartPointer>
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
