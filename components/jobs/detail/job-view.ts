/** What of the page is chosen by its URL, so that a link shows what its sender saw. */
import { z } from 'zod';

const schema = z.object({
  tab: z.enum(['live', 'checkpoints', 'configuration', 'history']).catch('live'),
  /** Absent: by epoch where the log names epochs, by time where it does not. */
  axis: z.enum(['epoch', 'time']).optional().catch(undefined),
});

export type JobView = z.infer<typeof schema>;
export type JobTab = JobView['tab'];

/** What is not known is as if it were not there. */
export const parseJobView = (params: Record<string, string | string[] | undefined>): JobView =>
  schema.parse(params);

/** The query of a view, with its question mark; empty for the view that a bare URL shows. */
export const jobViewQuery = ({ tab, axis }: JobView): string => {
  const params = new URLSearchParams();
  if (tab !== 'live') params.set('tab', tab);
  if (axis) params.set('axis', axis);
  return params.size === 0 ? '' : `?${params}`;
};
