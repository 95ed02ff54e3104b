import { type NextRequest } from 'next/server';
import { exportCurves } from '@/lib/jobs/compare-jobs';
import { download, respond } from '@/lib/server/respond';
import { parseCompareView } from '@/lib/urls/parse-compare';
import { searchParamsOf } from '../../jobs/search-params';

export const dynamic = 'force-dynamic';

interface Context {
  params: Promise<{ backend: string }>;
}

/** All values of the curves of the jobs that the comparison's address names, as CSV. */
export const GET = async (request: NextRequest, { params }: Context): Promise<Response> => {
  const { backend } = await params;
  const names = parseCompareView(searchParamsOf(request.nextUrl)).jobs;
  return respond(exportCurves, backend, { names }, (curves) =>
    download(curves, 'text/csv; charset=utf-8; header=present'),
  );
};
