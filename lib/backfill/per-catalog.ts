import { inProcess } from '../process/process-memory';
import { type JobCatalog } from './job-catalog';

/**
 * What there is one of for a catalog and who asks for it: profiles of one account share its jobs, and each asks with
 * its own credentials.
 */
export const perCatalog = <Value>(
  name: string,
  catalog: JobCatalog,
  backendSlug: string,
  create: () => Value,
): Value => {
  const catalogs = inProcess(name, () => new Map<JobCatalog, Map<string, Value>>());
  const own = catalogs.get(catalog) ?? new Map<string, Value>();
  catalogs.set(catalog, own);
  const existing = own.get(backendSlug);
  if (existing !== undefined) return existing;
  const made = create();
  own.set(backendSlug, made);
  return made;
};
