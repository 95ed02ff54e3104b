import { formatDuration, formatNumber } from '@/lib/training/format';
import { type PlotFrame, shownTicks } from './plot-frame';
import { type ShownChart } from './shown-chart';

const TICK = 6;
const text = { fill: 'var(--chart-text)', fontSize: 12 };

/** Both axes with their ticks, and the grid behind the values. */
export const PlotAxes = ({ model, frame }: { model: ShownChart; frame: PlotFrame }) => {
  const { left, right, top, bottom, xOf, yOf } = frame;
  const isTime = model.axis === 'time';
  const xTicks = shownTicks(
    model.ticks.map((tick) => ({
      tick,
      at: xOf(tick),
      text: isTime ? formatDuration(tick) : formatNumber(tick),
    })),
    isTime ? 12 : 6,
  );
  const rows = [...new Set([top, ...model.yTicks.map(yOf)])];
  return (
    <>
      {rows.map((y) => (
        <line key={y} x1={left} x2={right} y1={y} y2={y} stroke="var(--chart-grid)" />
      ))}
      <g stroke="var(--chart-axis)">
        <line x1={left} x2={right} y1={bottom} y2={bottom} />
        <line x1={left} x2={left} y1={top} y2={bottom} />
        {xTicks.map(({ tick, at }) => (
          <line key={tick} x1={at} x2={at} y1={bottom} y2={bottom + TICK} />
        ))}
        {model.yTicks.map((tick) => (
          <line key={tick} x1={left - TICK} x2={left} y1={yOf(tick)} y2={yOf(tick)} />
        ))}
      </g>
      {xTicks.map(({ tick, at, text: words }) => (
        <text key={tick} data-tick="x" x={at} y={bottom + 17} textAnchor="middle" {...text}>
          {words}
        </text>
      ))}
      {model.yTicks.map((tick) => (
        <text key={tick} x={left - TICK - 2} y={yOf(tick) + 4} textAnchor="end" {...text}>
          {formatNumber(tick)}
        </text>
      ))}
      <text x={(left + right) / 2} y={bottom + 35} textAnchor="middle" {...text}>
        {model.xLabel}
      </text>
    </>
  );
};
