import { type NextRequest } from 'next/server';
import { listJobs } from '@/lib/jobs/list-jobs';
import { json, respond } from '@/lib/server/respond';
import { readJobQuery, searchParamsOf } from '../../jobs/search-params';

/** The page of jobs that the address asks for, as JSON. */
export const GET = async (request: NextRequest, { params }: { params: Promise<{ backend: string }> }) => {
  const { backend } = await params;
  const query = readJobQuery(searchParamsOf(request.nextUrl));
  return respond(listJobs, backend, query, json);
};
