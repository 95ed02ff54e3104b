import { type NextRequest } from 'next/server';
import { exportJobs } from '@/lib/jobs/export-jobs';
import { refuse } from '@/lib/server/refuse';
import { readJobQuery, searchParamsOf } from '../../jobs/search-params';

export const dynamic = 'force-dynamic';

interface Context {
  params: Promise<{ backend: string }>;
}

/** All jobs that the list's address asks for, whatever its page, as CSV. */
export const GET = async (request: NextRequest, { params }: Context): Promise<Response> => {
  const { backend } = await params;
  try {
    const { filters } = readJobQuery(searchParamsOf(request.nextUrl));
    const { body, fileName } = await exportJobs(backend, filters);
    return new Response(body, {
      headers: {
        'content-type': 'text/csv; charset=utf-8; header=present',
        'content-disposition': `attachment; filename="${fileName}"`,
        'cache-control': 'no-store',
      },
    });
  } catch (error) {
    return refuse(error);
  }
};
