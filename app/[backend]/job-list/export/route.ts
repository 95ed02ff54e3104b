import { type NextRequest } from 'next/server';
import { exportJobs } from '@/lib/jobs/export-jobs';
import { download, respond } from '@/lib/server/respond';
import { readJobQuery, searchParamsOf } from '../../jobs/search-params';

export const dynamic = 'force-dynamic';

interface Context {
  params: Promise<{ backend: string }>;
}

/** All jobs that the list's address asks for, whatever its page, as CSV. */
export const GET = async (request: NextRequest, { params }: Context): Promise<Response> => {
  const { backend } = await params;
  const { filters } = readJobQuery(searchParamsOf(request.nextUrl));
  return respond(exportJobs, backend, filters, (jobs) =>
    download(jobs, 'text/csv; charset=utf-8; header=present'),
  );
};
