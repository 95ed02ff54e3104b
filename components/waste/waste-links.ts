import { allSlug } from '@/lib/training/backend-slug';
import { type JobFilters } from '@/lib/training/job-filters';
import { type WasteSource } from '@/lib/training/report/waste-board';
import { jobsPath } from '@/lib/urls/job-list';
import { withPlaces } from '@/lib/urls/places';

/** Paths from a board to what its figures are made of. @param places where the reader chose several backends */
export const wasteLinks = (backend: string, places: readonly string[] = []) => {
  const jobs = (filters: JobFilters) => jobsPath(backend, filters, places);
  return {
    jobs,
    allJobs: [`/${backend}/jobs`, ...(places.length > 0 ? [withPlaces('', places)] : [])].join('?'),
    launch: `/${backend === allSlug ? 'local' : backend}/jobs/new`,
    /** Of the jobs whose instance type nobody knows there is none. */
    source: ({ endpoint, filters, where = backend }: WasteSource): string | undefined =>
      endpoint === undefined
        ? filters && jobs(filters)
        : `/${where}/endpoints/${encodeURIComponent(endpoint)}`,
  };
};

export type WasteLinks = ReturnType<typeof wasteLinks>;
