/** What of the page is chosen by its URL, so that a link shows what its sender saw. */
import { z } from 'zod';

const schema = z.object({
  tab: z.enum(['live', 'checkpoints', 'configuration', 'history']).catch('live'),
  /** Absent: by epoch where the log names epochs, by time where it does not. */
  axis: z.enum(['epoch', 'time']).optional().catch(undefined),
  /** Points of the charts; absent: what suits the number of epochs. */
  points: z.enum(['one', 'all']).optional().catch(undefined),
  /** Whose curves are shown, of a log that several ranks print to; absent: the lowest. */
  rank: z.string().max(100).optional().catch(undefined),
  /** `sequence` of the log's line to show. */
  line: z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER).optional().catch(undefined),
});

export type JobView = z.infer<typeof schema>;
export type JobTab = JobView['tab'];

/** What is not known is as if it were not there. */
export const parseJobView = (params: Record<string, string | string[] | undefined>): JobView =>
  schema.parse(params);

/** The query of a view, with its question mark; empty for the view that a bare URL shows. */
export const jobViewQuery = ({ tab, axis, points, rank, line }: JobView): string => {
  const params = new URLSearchParams();
  if (tab !== 'live') params.set('tab', tab);
  if (axis) params.set('axis', axis);
  if (points) params.set('points', points);
  if (rank !== undefined) params.set('rank', rank);
  if (line !== undefined) params.set('line', String(line));
  return params.size === 0 ? '' : `?${params}`;
};
