import { type NextRequest } from 'next/server';
import { type FoundJobs } from '@/components/shell/palette/found-jobs';
import { listJobs } from '@/lib/jobs/list-jobs';
import { respond } from '@/lib/server/respond';
import { noFilters } from '@/lib/training/job-filters';
import { defaultQuery, firstOf } from '@/lib/urls/job-list';
import { searchParamsOf } from '../../jobs/search-params';

/** More are in the list that the palette leads to. */
const maxFound = 8;

/** The newest jobs whose names have each word of `text`, as JSON. */
export const GET = async (request: NextRequest, { params }: { params: Promise<{ backend: string }> }) => {
  const { backend } = await params;
  const text = firstOf(searchParamsOf(request.nextUrl).text) ?? '';
  const nameContains = text.split(/\s+/).filter(Boolean);
  const query = { ...defaultQuery, filters: { ...noFilters, nameContains }, pageSize: maxFound };
  return respond(listJobs, backend, query, ({ rows, total, freshness }) =>
    Response.json(
      {
        jobs: archivedLast(rows).map(({ name, status, secondaryStatus, archived }) => ({
          ...{ name, status, secondaryStatus },
          ...(archived && { archived: true as const }),
        })),
        total,
        isReading: freshness.asOf === undefined,
      } satisfies FoundJobs,
      { headers: { 'cache-control': 'no-store' } },
    ),
  );
};

/** Who archived a job looks for others first. */
const archivedLast = <Row extends { archived?: boolean }>(rows: readonly Row[]): Row[] => [
  ...rows.filter(({ archived }) => !archived),
  ...rows.filter(({ archived }) => archived),
];
