'use server';

import { z } from 'zod';
import { type ActionResult } from '@/lib/errors/action-result';
import { refreshAllJobs } from '@/lib/jobs/list-all-jobs';
import { runActionOn } from '@/lib/server/run-action';
import { type JobPage } from '@/lib/training/job-list';
import { searchParamsOf } from '../../[backend]/jobs/search-params';
import { readAllQuery } from './search-params';

const addressSchema = z.string().max(20_000);

/** Has each of the backends asked at once, and answers with the page that was asked for. */
export const refreshAllJobsAction = async (
  _backend: string,
  address: string,
): Promise<ActionResult<JobPage>> =>
  runActionOn(refreshAllJobs, 'local', () =>
    readAllQuery(searchParamsOf(new URL(`?${addressSchema.parse(address)}`, 'http://localhost'))),
  );
