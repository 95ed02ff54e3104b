import { type FoundJobs, isFoundJobs } from '@/components/shell/palette/found-jobs';
import { type ActionResult } from '@/lib/errors/action-result';
import { readAnswer } from '@/lib/errors/read-answer';

/** Asks the dashboard for jobs by name: see job-list/find/route.ts. */
export const findJobs = async (
  backend: string,
  text: string,
  signal: AbortSignal,
): Promise<ActionResult<FoundJobs>> =>
  readAnswer(
    await fetch(`/${backend}/job-list/find?${new URLSearchParams({ text })}`, { signal }),
    isFoundJobs,
  );
