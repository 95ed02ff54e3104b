import { type FoundJobs } from '@/components/shell/palette/found-jobs';
import { type ActionResult } from '@/lib/errors/action-result';

/** Asks the dashboard for jobs by name: see job-list/find/route.ts. */
export const findJobs = async (
  backend: string,
  text: string,
  signal: AbortSignal,
): Promise<ActionResult<FoundJobs>> => {
  const answer = await fetch(`/${backend}/job-list/find?${new URLSearchParams({ text })}`, { signal });
  if (answer.ok) return { ok: true, value: (await answer.json()) as FoundJobs };
  return { ok: false, error: { code: 'service-fault', message: (await answer.text()).trim() } };
};
