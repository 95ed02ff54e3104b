'use server';

import { z } from 'zod';
import { parseJobQuery } from '@/lib/urls/job-list';
import { type ActionResult } from '@/lib/errors/action-result';
import { refreshJobs } from '@/lib/jobs/list-jobs';
import { runActionOn } from '@/lib/server/run-action';
import { type JobPage } from '@/lib/training/job-list';
import { searchParamsOf } from './search-params';

const addressSchema = z.string().max(20_000);

/** Has the backend asked at once for what changed, and answers with the page that was asked for. */
export const refreshJobsAction = async (backend: string, address: string): Promise<ActionResult<JobPage>> =>
  runActionOn(refreshJobs, backend, () =>
    parseJobQuery(searchParamsOf(new URL(`?${addressSchema.parse(address)}`, 'http://localhost'))),
  );
