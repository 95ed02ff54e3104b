import { type NextRequest } from 'next/server';
import { listAllJobs } from '@/lib/jobs/list-all-jobs';
import { json, respond } from '@/lib/server/respond';
import { firstOf } from '@/lib/urls/job-list';
import { findQuery, foundJobsOf } from '../../../[backend]/job-list/find/found-jobs';
import { searchParamsOf } from '../../../[backend]/jobs/search-params';

/** As `[backend]/job-list/find`, of all backends that were opened before. */
export const GET = async (request: NextRequest) => {
  const text = firstOf(searchParamsOf(request.nextUrl).text) ?? '';
  return respond(listAllJobs, 'local', { places: [], query: findQuery(text) }, (page) =>
    json(foundJobsOf(page)),
  );
};
