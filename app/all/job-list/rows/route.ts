import { type NextRequest } from 'next/server';
import { listAllJobs } from '@/lib/jobs/list-all-jobs';
import { json, respond } from '@/lib/server/respond';
import { readAllQuery } from '../../jobs/search-params';
import { searchParamsOf } from '../../../[backend]/jobs/search-params';

/** The page of several backends' jobs that the address asks for, as `[backend]/job-list/rows` does. */
export const GET = (request: NextRequest) =>
  respond(listAllJobs, 'local', readAllQuery(searchParamsOf(request.nextUrl)), json);
