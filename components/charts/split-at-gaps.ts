/**
 * Cuts a series where something is missing, so that no line is drawn over a gap. A script that validates every
 * fifth epoch has no gap between epochs 5 and 10: the series' own usual step decides.
 */
export const splitAtGaps = <Point extends { x: number }>(
  points: readonly Point[],
  isCut: (before: Point, after: Point) => boolean = () => false,
  tolerance = 1,
): Point[][] => {
  const step = usualStep(points);
  const segments: Point[][] = [];
  let previous: Point | undefined;
  for (const point of points) {
    const segment = segments.at(-1);
    if (!segment || !previous || point.x - previous.x > step * tolerance || isCut(previous, point)) {
      segments.push([point]);
    } else {
      segment.push(point);
    }
    previous = point;
  }
  return segments;
};

/** The median distance between neighbours; infinite for fewer than three points, which show no rhythm. */
const usualStep = (points: readonly { x: number }[]) => {
  if (points.length < 3) return Infinity;
  const steps = points
    .slice(1)
    .map((point, index) => point.x - (points[index]?.x ?? point.x))
    .sort((a, b) => a - b);
  return steps[Math.floor((steps.length - 1) / 2)] ?? Infinity;
};
