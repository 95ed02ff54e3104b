'use server';

import { deleteJob } from '@/lib/jobs/delete-job';
import { describeJob } from '@/lib/jobs/describe-job';
import { listJobFiles } from '@/lib/jobs/job-files';
import { interruptJob } from '@/lib/jobs/interrupt-job';
import { type InterruptOrder } from '@/lib/training/interrupt-order';
import { readJob, readWholeLog } from '@/lib/jobs/read-job';
import { reportLog } from '@/lib/jobs/report-log';
import { stopJob } from '@/lib/jobs/stop-job';
import { tagJob } from '@/lib/jobs/tag-job';
import { runAction } from '@/lib/server/run-action';
import { withFields } from '@/lib/server/with-fields';
import { type TagChange } from '@/lib/training/job-tags';

/** Status, metrics and savings of a job, from the server's memory where the job is being watched. */
export const queryJobAction = async (backend: string, name: string) => runAction(readJob, backend, { name });

/** All that the log says, where the page was sent a part of it. */
export const wholeReadingAction = async (backend: string, name: string, rank?: string) =>
  runAction(readWholeLog, backend, { name, rank });

export const stopJobAction = async (backend: string, name: string) => runAction(stopJob, backend, { name });

export const interruptJobAction = async (backend: string, name: string, order: InterruptOrder) =>
  runAction(interruptJob, backend, withFields(order, { name }));

/** What DescribeTrainingJob answers, every member. */
export const describeJobAction = async (backend: string, name: string) =>
  runAction(describeJob, backend, { name });

/** What the job has left in S3 at its output location. */
export const jobFilesAction = async (backend: string, name: string) =>
  runAction(listJobFiles, backend, { name });

/** What is read in the job's log, with its lines, names masked. */
export const reportLogAction = async (backend: string, name: string) =>
  runAction(reportLog, backend, { name });

export const deleteJobAction = async (backend: string, name: string) =>
  runAction(deleteJob, backend, { name });

export const tagJobAction = async (backend: string, name: string, change: TagChange) =>
  runAction(tagJob, backend, { name, change });
