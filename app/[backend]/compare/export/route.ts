import { type NextRequest } from 'next/server';
import { exportCurves } from '@/lib/jobs/compare-jobs';
import { refuse } from '@/lib/server/refuse';
import { parseCompareView } from '@/lib/urls/compare';
import { searchParamsOf } from '../../jobs/search-params';

export const dynamic = 'force-dynamic';

interface Context {
  params: Promise<{ backend: string }>;
}

/** All values of the curves of the jobs that the comparison's address names, as CSV. */
export const GET = async (request: NextRequest, { params }: Context): Promise<Response> => {
  const { backend } = await params;
  try {
    const { body, fileName } = await exportCurves(
      backend,
      parseCompareView(searchParamsOf(request.nextUrl)).jobs,
    );
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
