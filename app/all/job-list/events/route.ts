import { type NextRequest } from 'next/server';
import { followAllJobs } from '@/lib/jobs/follow-all-jobs';
import { eventStream, respond } from '@/lib/server/respond';
import { readAllQuery } from '../../jobs/search-params';
import { searchParamsOf } from '../../../[backend]/jobs/search-params';

/** Pushes the page of several backends' jobs that the address asks for, as `[backend]/job-list/events` does. */
export const GET = (request: NextRequest) =>
  respond(followAllJobs, 'local', readAllQuery(searchParamsOf(request.nextUrl)), eventStream);
