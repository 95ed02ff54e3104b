import { type ChartBand, type ChartLine } from './chart-model';
import { type PlotFrame } from './plot-frame';
import { markPath, seriesStyle } from './series-style';
import { type ShownChart } from './shown-chart';

/** Beyond this many, marks would hide the line that they are on. */
const MARKED_POINTS = 40;
const BAND_COLORS: Record<ChartBand['kind'], string> = {
  interruption: 'var(--text-faint)',
  recomputed: 'var(--chart-lost)',
};

/** What was interrupted, and what was trained again: behind the lines. */
export const PlotBands = ({ model, frame }: { model: ShownChart; frame: PlotFrame }) => {
  const { top, bottom, xOf } = frame;
  const [first, last] = model.domain;
  return model.bands
    .filter(({ from, to }) => to >= first && from <= last)
    .map(({ kind, from, to }) => {
      const [x1, x2] = [xOf(Math.max(from, first)), xOf(Math.min(to, last))];
      const color = BAND_COLORS[kind];
      return from === to ? (
        <line
          key={`${kind}${from}`}
          data-band={kind}
          x1={x1}
          x2={x1}
          y1={top}
          y2={bottom}
          stroke={color}
          strokeWidth={5}
          strokeOpacity={0.35}
        />
      ) : (
        <rect
          key={`${kind}${from}`}
          data-band={kind}
          x={x1}
          y={top}
          width={Math.max(0, x2 - x1)}
          height={bottom - top}
          fill={color}
          fillOpacity={0.16}
        />
      );
    });
};

interface PlotLineProps {
  line: ChartLine;
  model: ShownChart;
  frame: PlotFrame;
  /** The x that is read, if any. */
  active: number | undefined;
}

/** One line with its marks. What is not counted is dashed or pale, with hollow marks. */
export const PlotLine = ({ line, model, frame, active }: PlotLineProps) => {
  const { color, mark } = seriesStyle(model.metrics.indexOf(line.metric));
  const points = model.rows.flatMap((row) => {
    const value = row[line.key];
    return value === undefined || !Number.isFinite(value)
      ? []
      : [{ x: row.x, left: frame.xOf(row.x), top: frame.yOf(value) }];
  });
  const faded = line.kind === 'superseded';
  const isMarked = line.kind !== 'raw' && (line.single || model.rows.length <= MARKED_POINTS);
  const read = line.kind === 'counting' ? points.find(({ x }) => x === active) : undefined;
  return (
    <g data-line={line.metric}>
      <polyline
        points={points.map(({ left, top }) => `${left.toFixed(2)},${top.toFixed(2)}`).join(' ')}
        fill="none"
        stroke={color}
        strokeWidth={line.kind === 'raw' ? 1 : 2}
        strokeOpacity={line.kind === 'raw' ? 0.35 : faded ? 0.5 : 1}
        strokeDasharray={faded ? '5 4' : undefined}
      />
      {isMarked &&
        points
          .filter(({ x }) => x !== line.anchor)
          .map(({ x, left, top }) => (
            <path
              key={x}
              d={markPath(mark, left, top, 3)}
              fill={faded ? 'var(--surface)' : color}
              stroke={color}
              strokeOpacity={faded ? 0.6 : 1}
            />
          ))}
      {read && (
        <circle cx={read.left} cy={read.top} r={4} fill={color} stroke="var(--surface)" strokeWidth={2} />
      )}
    </g>
  );
};
