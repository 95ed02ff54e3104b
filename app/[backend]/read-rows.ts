import { type ReadRows } from '@/components/jobs/list/row-reader';
import { readAnswer } from '@/lib/errors/read-answer';
import { isJobPage } from '@/lib/training/job-page-shape';

/** Asks the dashboard for a page of jobs: see job-list/rows/route.ts. */
export const readRows: ReadRows = async (backend, address) => {
  try {
    const read = await readAnswer(await fetch(`/${backend}/job-list/rows?${address}`), isJobPage);
    return read.ok ? read.value : undefined;
  } catch {
    // Nobody is told here: the page that is then asked for says what is wrong.
    return undefined;
  }
};
