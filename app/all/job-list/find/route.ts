import { type NextRequest } from 'next/server';
import { listAllJobs } from '@/lib/jobs/list-all-jobs';
import { respond } from '@/lib/server/respond';
import { firstOf } from '@/lib/urls/job-list';
import { findQuery, foundJobsAnswer } from '../../../[backend]/job-list/find/found-jobs-answer';
import { searchParamsOf } from '../../../[backend]/jobs/search-params';

/** As `[backend]/job-list/find`, of all backends that were opened before. */
export const GET = async (request: NextRequest) => {
  const text = firstOf(searchParamsOf(request.nextUrl).text) ?? '';
  return respond(listAllJobs, 'local', { places: [], query: findQuery(text) }, foundJobsAnswer);
};
