import { type ReadRows } from '@/components/jobs/list/row-reader';
import { type JobPage } from '@/lib/training/job-list';

/** Asks the dashboard for a page of jobs: see job-list/rows/route.ts. */
export const readRows: ReadRows = async (backend, address) => {
  try {
    const answer = await fetch(`/${backend}/job-list/rows?${address}`);
    return answer.ok ? ((await answer.json()) as JobPage) : undefined;
  } catch {
    // Nobody is told here: the page that is then asked for says what is wrong.
    return undefined;
  }
};
