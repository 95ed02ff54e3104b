'use client';

import { type PointerEvent, useRef, useState } from 'react';
import { useElementWidth } from '@/components/charts/use-element-width';
import { formatDuration, formatNumber, formatUsd } from '@/lib/training/format';
import { type CompareAxis } from '@/lib/urls/compare';
import styles from './compare.module.css';
import { jobStyle } from './job-style';
import { nearestTo, type OverlayModel } from './overlay-model';

interface OverlayChartProps {
  model: OverlayModel;
  /** Place of the crosshair that all charts share. */
  at: number | undefined;
  onAt: (x: number | undefined) => void;
  onRange: (range: [number, number]) => void;
}

const HEIGHT = 260;
const EDGE = { left: 62, right: 12, top: 8, bottom: 26 };
/** A shorter drag is a click. */
const SHORTEST_DRAG = 6;

/** One metric of several jobs: dragging chooses a stretch of the axis, the crosshair tells values. */
export const OverlayChart = ({ model, at, onAt, onRange }: OverlayChartProps) => {
  const frame = useRef<HTMLDivElement>(null);
  const width = useElementWidth(frame) ?? 0;
  const [drag, setDrag] = useState<{ from: number; to: number }>();
  const inner = Math.max(1, width - EDGE.left - EDGE.right);
  const height = HEIGHT - EDGE.top - EDGE.bottom;
  const [x0, x1] = model.x;
  const scaled = (value: number) => (model.logScale ? Math.log10(value) : value);
  const [y0, y1] = [scaled(model.y[0]), scaled(model.y[1])];
  const px = (x: number) => EDGE.left + (inner * (x - x0)) / (x1 - x0);
  const py = (y: number) => EDGE.top + height - (height * (scaled(y) - y0)) / (y1 - y0);
  const xOf = (event: PointerEvent<SVGSVGElement>) => {
    const left = event.currentTarget.getBoundingClientRect().left;
    const share = (event.clientX - left - EDGE.left) / inner;
    return x0 + Math.min(1, Math.max(0, share)) * (x1 - x0);
  };
  const names = model.series.map(({ name }) => name).join(', ');
  const clip = `clip-${model.metric.replace(/[^\w]/g, '-')}`;

  return (
    <div className={styles.plot} ref={frame}>
      {width > 0 && (
        <svg
          width={width}
          height={HEIGHT}
          role="img"
          aria-label={`${model.metric} by ${axisName(model.axis)}: ${names || 'no job'}`}
          onPointerDown={(event) => {
            event.currentTarget.setPointerCapture(event.pointerId);
            setDrag({ from: xOf(event), to: xOf(event) });
          }}
          onPointerMove={(event) => {
            const x = xOf(event);
            onAt(x);
            if (drag) setDrag({ ...drag, to: x });
          }}
          onPointerUp={() => {
            if (drag && Math.abs(px(drag.to) - px(drag.from)) >= SHORTEST_DRAG)
              onRange([Math.min(drag.from, drag.to), Math.max(drag.from, drag.to)]);
            setDrag(undefined);
          }}
          onPointerLeave={() => onAt(undefined)}
        >
          <clipPath id={clip}>
            <rect x={EDGE.left} y={0} width={inner} height={HEIGHT - EDGE.bottom} />
          </clipPath>
          {model.yTicks.map((tick) => (
            <g key={tick}>
              <line
                className={styles.grid}
                x1={EDGE.left}
                x2={width - EDGE.right}
                y1={py(tick)}
                y2={py(tick)}
              />
              <text className={styles.tick} x={EDGE.left - 6} y={py(tick) + 4} textAnchor="end">
                {formatNumber(tick)}
              </text>
            </g>
          ))}
          {model.xTicks.map((tick) => (
            <text key={tick} className={styles.tick} x={px(tick)} y={HEIGHT - 8} textAnchor="middle">
              {formatX(model.axis, tick)}
            </text>
          ))}
          <g clipPath={`url(#${clip})`}>
            {model.series.map(({ job, name, points, resumes }) => (
              <g key={name} style={{ color: jobStyle(job).color }}>
                <polyline
                  className={styles.curve}
                  strokeDasharray={jobStyle(job).dash}
                  points={points.map(({ x, y }) => `${px(x).toFixed(1)},${py(y).toFixed(1)}`).join(' ')}
                />
                {points.length === 1 && points[0] && (
                  <circle className={styles.dot} cx={px(points[0].x)} cy={py(points[0].y)} r={3} />
                )}
                {resumes.map(({ x, y, label, attempt }) => (
                  <g
                    key={attempt}
                    className={styles.resume}
                    aria-label={`${name} resumed at ${label}`}
                    role="img"
                  >
                    <title>{`${name}: attempt ${attempt} resumed at ${label}`}</title>
                    <line x1={px(x)} x2={px(x)} y1={py(y) - 9} y2={py(y) + 9} />
                    <circle cx={px(x)} cy={py(y)} r={4} />
                  </g>
                ))}
              </g>
            ))}
            {drag && (
              <rect
                className={styles.range}
                x={Math.min(px(drag.from), px(drag.to))}
                y={EDGE.top}
                width={Math.abs(px(drag.to) - px(drag.from))}
                height={height}
              />
            )}
            {at !== undefined && at >= x0 && at <= x1 && (
              <line
                className={styles.crosshair}
                x1={px(at)}
                x2={px(at)}
                y1={EDGE.top}
                y2={EDGE.top + height}
              />
            )}
          </g>
        </svg>
      )}
      {at !== undefined && <Values model={model} at={at} left={px(at) > width / 2} />}
    </div>
  );
};

/** What each job has at the crosshair. */
const Values = ({ model, at, left }: { model: OverlayModel; at: number; left: boolean }) => (
  <table className={`${styles.values} ${left ? styles.left : styles.right}`} aria-hidden="true">
    <caption>{`${axisName(model.axis)} ${formatX(model.axis, at)}`}</caption>
    <tbody>
      {model.series.map(({ job, name, points }) => {
        const near = nearestTo(points, at);
        return (
          <tr key={name}>
            <td>
              <svg width="18" height="8" style={{ color: jobStyle(job).color }}>
                <line
                  className={styles.curve}
                  x1="0"
                  x2="18"
                  y1="4"
                  y2="4"
                  strokeDasharray={jobStyle(job).dash}
                />
              </svg>
            </td>
            <td>{name}</td>
            <td className={styles.number}>{near ? formatNumber(near.y) : '–'}</td>
          </tr>
        );
      })}
    </tbody>
  </table>
);

export const axisName = (axis: CompareAxis): string =>
  ({ epoch: 'epoch', step: 'step', time: 'time', usd: 'cost' })[axis];

const formatX = (axis: CompareAxis, x: number): string => {
  if (axis === 'time') return formatDuration(x);
  if (axis === 'usd') return formatUsd(x);
  return formatNumber(Math.round(x * 100) / 100);
};
