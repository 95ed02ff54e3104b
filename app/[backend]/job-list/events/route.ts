import { type NextRequest } from 'next/server';
import { followJobs } from '@/lib/jobs/follow-jobs';
import { eventStream, respond } from '@/lib/server/respond';
import { readJobQuery, searchParamsOf } from '../../jobs/search-params';

/**
 * Pushes the page of jobs that the address asks for, now and whenever it changes, as server-sent events: `page`,
 * or `problem` where there is no page to show.
 */
export const GET = async (request: NextRequest, { params }: { params: Promise<{ backend: string }> }) => {
  const { backend } = await params;
  const query = readJobQuery(searchParamsOf(request.nextUrl));
  return respond(followJobs, backend, query, eventStream);
};
