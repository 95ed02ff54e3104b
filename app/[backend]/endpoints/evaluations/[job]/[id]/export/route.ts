import { type NextRequest } from 'next/server';
import { exportEvaluation } from '@/lib/endpoints/export-evaluation';
import { download, respond } from '@/lib/server/respond';
import { readModel } from '../search-params';

export const dynamic = 'force-dynamic';

interface Context {
  params: Promise<{ backend: string; job: string; id: string }>;
}

/** Label and answer of every example, as CSV. */
export const GET = async (request: NextRequest, { params }: Context): Promise<Response> => {
  const { backend, job, id } = await params;
  const artifactS3Uri = readModel(Object.fromEntries(request.nextUrl.searchParams));
  const address = { id, jobName: job, ...(artifactS3Uri !== undefined && { artifactS3Uri }) };
  return respond(exportEvaluation, backend, address, (rows) =>
    download(rows, 'text/csv; charset=utf-8; header=present'),
  );
};
