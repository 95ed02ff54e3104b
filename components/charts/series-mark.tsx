import { markPath, type SeriesStyle } from './series-style';

/** The mark of a series as it is drawn in the chart, for legend and tooltip. */
export const SeriesMark = ({ color, mark, faded = false }: SeriesStyle & { faded?: boolean }) => (
  <svg width="18" height="10" aria-hidden="true" opacity={faded ? 0.55 : 1}>
    <line
      x1="0"
      y1="5"
      x2="18"
      y2="5"
      stroke={color}
      strokeWidth="2"
      strokeDasharray={faded ? '4 3' : undefined}
    />
    <path d={markPath(mark, 9, 5, 3)} fill={color} />
  </svg>
);
