import { type ResumeMark } from './chart-model';

/** Room that the full label needs, in pixels. */
const FULL_LABEL = 190;

interface ResumeLabelProps {
  mark: ResumeMark;
  index: number;
  count: number;
  /** Of the whole chart, in pixels. */
  width: number;
  /** Given by recharts. */
  viewBox?: { x?: number; y?: number };
}

/** Above the plot, on two rows in turn, so that the labels of neighbouring resume points stay apart. */
export const ResumeLabel = ({ mark, index, count, width, viewBox }: ResumeLabelProps) => {
  const x = viewBox?.x ?? 0;
  const short = mark.label;
  const full = mark.checkpoint === undefined ? short : `${short} from ${mark.checkpoint}`;
  const text = `↻ ${width / count > FULL_LABEL ? full : short}`;
  const half = text.length * 3.2;
  const anchor = x + half > width ? 'end' : x - half < 48 ? 'start' : 'middle';
  return (
    <text
      x={x}
      y={(viewBox?.y ?? 34) - (index % 2 === 0 ? 6 : 20)}
      textAnchor={anchor}
      fontSize={12}
      fill="var(--chart-resume)"
    >
      {text}
    </text>
  );
};
