/** How the metrics of one chart are told apart: by colour, and by the shape of the mark for those who see none. */
export interface SeriesStyle {
  color: string;
  mark: 'circle' | 'diamond' | 'square' | 'triangle';
}

const MARKS = ['circle', 'diamond', 'square', 'triangle'] as const;
const COLORS = 5;

export const seriesStyle = (index: number): SeriesStyle => ({
  color: `var(--series-${(index % COLORS) + 1})`,
  mark: MARKS[index % MARKS.length] ?? 'circle',
});

/** SVG path of a mark around a point, `radius` in pixels. */
export const markPath = (mark: SeriesStyle['mark'], x: number, y: number, radius: number): string => {
  const r = radius;
  switch (mark) {
    case 'circle':
      return `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0Z`;
    case 'diamond':
      return `M${x} ${y - r * 1.3}L${x + r * 1.3} ${y}L${x} ${y + r * 1.3}L${x - r * 1.3} ${y}Z`;
    case 'square':
      return `M${x - r} ${y - r}h${2 * r}v${2 * r}h${-2 * r}Z`;
    case 'triangle':
      return `M${x} ${y - r * 1.2}L${x + r * 1.2} ${y + r}L${x - r * 1.2} ${y + r}Z`;
  }
};
