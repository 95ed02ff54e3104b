import { type NextRequest } from 'next/server';
import { listJobs } from '@/lib/jobs/list-jobs';
import { json, respond } from '@/lib/server/respond';
import { firstOf } from '@/lib/urls/job-list';
import { searchParamsOf } from '../../jobs/search-params';
import { findQuery, foundJobsOf } from './found-jobs';

/** The newest jobs whose names have each word of `text`, as JSON. */
export const GET = async (request: NextRequest, { params }: { params: Promise<{ backend: string }> }) => {
  const { backend } = await params;
  const text = firstOf(searchParamsOf(request.nextUrl).text) ?? '';
  return respond(listJobs, backend, findQuery(text), (page) => json(foundJobsOf(page)));
};
