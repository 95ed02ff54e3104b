/** Reads the address of a job's page; apart from `job-view.ts`, so that the page needs no code of schemas. */
import { z } from 'zod';
import { jobTabs } from './job-tabs';

const finite = z.coerce.number().min(-1e15).max(1e15).optional().catch(undefined);
/** Ids of charts: they are names of metrics, as scripts print them. */
const charts = z
  .preprocess((value) => (typeof value === 'string' ? [value] : value), z.array(z.string().max(200)).max(100))
  .optional()
  .catch(undefined);

const schema = z.object({
  tab: z.enum(jobTabs).catch('live'),
  /** Absent: by epoch where the log names epochs, by time where it does not. */
  axis: z.enum(['epoch', 'time']).optional().catch(undefined),
  /** Points of the charts; absent: what suits the number of epochs. */
  points: z.enum(['one', 'all']).optional().catch(undefined),
  /** Whose curves are shown, of a log that several ranks print to; absent: the lowest. */
  rank: z.string().max(100).optional().catch(undefined),
  /** Stretch of the axis that the charts show; without both, all of it. */
  from: finite,
  to: finite,
  scale: z.enum(['log']).optional().catch(undefined),
  /** Of the charts' lines; absent: none. */
  smooth: z.coerce.number().gt(0).max(0.99).optional().catch(undefined),
  hide: charts,
  pin: charts,
  /** `sequence` of the log's line to show. */
  line: z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER).optional().catch(undefined),
});

export type JobView = z.infer<typeof schema>;

/** What is not known is as if it were not there. */
export const parseJobView = (params: Record<string, string | string[] | undefined>): JobView =>
  schema.parse(params);
