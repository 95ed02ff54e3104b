/** What a comparison shows, as its address says it. */

export const maxCompared = 20;

export const compareAxes = ['epoch', 'step', 'time', 'usd'] as const;
export type CompareAxis = (typeof compareAxes)[number];

export interface CompareView {
  /** Names, each once, in the order of their columns. */
  jobs: string[];
  /** Absent: what most of the jobs count by. */
  axis?: CompareAxis;
  onlyDifferences: boolean;
  logScale: boolean;
  /** Metrics whose better way is the other one than their name tells. */
  flipped: string[];
  /** The newest evaluation of each is shown, which is read from S3. */
  evaluations: boolean;
}

/** Without its question mark. */
export const formatCompareView = ({
  jobs,
  axis,
  onlyDifferences,
  logScale,
  flipped,
  evaluations,
}: CompareView): string => {
  const params = new URLSearchParams();
  if (axis !== undefined) params.set('axis', axis);
  if (onlyDifferences) params.set('only', 'differences');
  if (logScale) params.set('scale', 'log');
  for (const metric of flipped) params.append('flip', metric);
  if (evaluations) params.set('evaluations', 'shown');
  // A job's name needs no escape, and a comma between two is easier to read than its code.
  return [`jobs=${jobs.join(',')}`, ...(params.size > 0 ? [params.toString()] : [])].join('&');
};

const plainView = { onlyDifferences: false, logScale: false, flipped: [], evaluations: false };

/** The page that compares these jobs as they are by default. */
export const comparePath = (backend: string, jobs: readonly string[]): string =>
  `/${backend}/compare?${formatCompareView({ ...plainView, jobs: [...jobs] })}`;
