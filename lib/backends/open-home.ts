import 'server-only';
import { z } from 'zod';
import { awsAvailability, defaultRegion, getBackend } from '../aws/backends';
import { searchTrainingJobs } from '../aws/training-jobs';
import { isNotFound } from '../errors/spotdeck-error';
import { allSlug } from '../training/backend-slug';
import { readLastPlace } from '../training/last-place';
import { defineUseCase } from '../use-cases/define-use-case';

const inputSchema = z.strictObject({
  /** The value of the cookie; it is the browser's, and may hold anything. */
  lastPlace: z.string().max(20_000).optional(),
});

/**
 * The page to open where none is asked for: where the reader last was; else AWS, if there are credentials and no jobs
 * on this machine; else the jobs on this machine. Never fails: a page that cannot be shown says so itself.
 */
export const openHome = defineUseCase({
  name: 'open-home',
  input: inputSchema,
  access: 'watch',
  changes: false,
  run: async (_context, { lastPlace }): Promise<string> => {
    const last = readLastPlace(lastPlace);
    if (last !== undefined && isBackend(last.backend)) return last.path;
    const [available, hasJobs] = await Promise.all([awsAvailability(), hasLocalJobs()]);
    return available === true && !hasJobs ? `/${await defaultRegion()}/jobs` : '/local/jobs';
  },
});

const isBackend = (slug: string): boolean => {
  if (slug === allSlug) return true;
  try {
    getBackend(slug);
    return true;
  } catch (error) {
    if (isNotFound(error)) return false;
    throw error;
  }
};

const hasLocalJobs = async (): Promise<boolean> => {
  try {
    return (await searchTrainingJobs(getBackend('local'), { pageSize: 1 })).jobs.length > 0;
  } catch {
    // A local backend that is down has none to show.
    return false;
  }
};
