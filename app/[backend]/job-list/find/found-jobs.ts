import { type FoundJobs } from '@/components/shell/palette/found-jobs';
import { type JobPage, type JobQuery } from '@/lib/training/job-list';
import { noFilters } from '@/lib/training/job-filters';
import { defaultQuery } from '@/lib/urls/job-list';

/** More are in the list that the palette leads to. */
const maxFound = 8;

/** The newest jobs whose names have each word of `text`. */
export const findQuery = (text: string): JobQuery => ({
  ...defaultQuery,
  filters: { ...noFilters, nameContains: text.split(/\s+/).filter(Boolean) },
  pageSize: maxFound,
});

export const foundJobsOf = ({ rows, total, freshness }: JobPage): FoundJobs => ({
  jobs: archivedLast(rows).map(({ name, where, status, secondaryStatus, archived, goneAt }) => ({
    ...{ name, status, secondaryStatus },
    ...(where !== undefined && { where }),
    ...(archived && { archived: true as const }),
    ...(goneAt !== undefined && { goneAt }),
  })),
  total,
  isReading: freshness.asOf === undefined,
});

/** Who archived a job looks for others first. */
const archivedLast = <Row extends { archived?: boolean }>(rows: readonly Row[]): Row[] => [
  ...rows.filter(({ archived }) => !archived),
  ...rows.filter(({ archived }) => archived),
];
