import { type NextRequest } from 'next/server';
import { exportAllJobs } from '@/lib/jobs/export-all-jobs';
import { download, respond } from '@/lib/server/respond';
import { readAllQuery } from '../../jobs/search-params';
import { searchParamsOf } from '../../../[backend]/jobs/search-params';

export const dynamic = 'force-dynamic';

/** All jobs of several backends that the list's address asks for, whatever its page, as CSV. */
export const GET = (request: NextRequest): Promise<Response> => {
  const { places, query } = readAllQuery(searchParamsOf(request.nextUrl));
  return respond(exportAllJobs, 'local', { places, filters: query.filters }, (jobs) =>
    download(jobs, 'text/csv; charset=utf-8; header=present'),
  );
};
