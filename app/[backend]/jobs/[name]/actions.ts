'use server';

import { deleteJob } from '@/lib/jobs/delete-job';
import { interruptJob, type InterruptJobInput } from '@/lib/jobs/interrupt-job';
import { reportLog } from '@/lib/jobs/report-log';
import { stopJob } from '@/lib/jobs/stop-job';
import { pageSnapshot, wholeReading } from '@/lib/backfill/watch-job';
import { runAction } from '@/lib/server/run-action';

// Bound arguments travel through the browser: the use cases parse them like any other input.

/** Status, metrics and savings of a job, from the server's memory where the job is being watched. */
export const queryJobAction = async (backend: string, name: string) =>
  runAction(() => pageSnapshot(backend, name));

/** All that the log says, where the page was sent a part of it. */
export const wholeReadingAction = async (backend: string, name: string, rank?: string) =>
  runAction(() => wholeReading(backend, name, rank === undefined ? undefined : String(rank)));

export const stopJobAction = async (backend: string, name: string) => runAction(() => stopJob(backend, name));

export const interruptJobAction = async (backend: string, name: string, input: InterruptJobInput) =>
  runAction(() => interruptJob(backend, name, input));

/** What is read in the job's log, with its lines, names masked. */
export const reportLogAction = async (backend: string, name: string) =>
  runAction(() => reportLog(backend, name));

export const deleteJobAction = async (backend: string, name: string) =>
  runAction(() => deleteJob(backend, name));
