import { type Metadata } from 'next';
import { ServedPage } from '@/app/served-page';
import { JobsList, JobsLoading } from '@/components/jobs/list/list-and-skeleton';
import { type SearchParams } from '@/lib/urls/job-list';
import { listJobFacets, listJobs } from '@/lib/jobs/list-jobs';
import { runAction } from '@/lib/server/run-action';
import { runUseCase } from '@/lib/use-cases/run-use-case';
import { deleteJobAction, stopJobAction, tagJobAction } from '../[name]/actions';
import { refreshJobsAction } from '../actions';
import { readJobQuery, readTablePreferences } from '../search-params';

export const metadata: Metadata = { title: 'Jobs' };

interface JobsPageProps {
  params: Promise<{ backend: string }>;
  searchParams: Promise<SearchParams>;
}

const Jobs = async ({ params, searchParams }: JobsPageProps) => {
  const { backend } = await params;
  const preferences = await readTablePreferences();
  const query = readJobQuery(await searchParams, preferences);
  const initial = await runAction(listJobs, backend, query);
  const facets = initial.ok ? await runUseCase(listJobFacets, backend, {}) : { instanceTypes: [], tags: [] };
  return (
    <JobsList
      backend={backend}
      query={query}
      initial={initial}
      facets={facets}
      preferences={preferences}
      refresh={refreshJobsAction}
      actions={{ stop: stopJobAction, remove: deleteJobAction, tag: tagJobAction }}
    />
  );
};

const JobsPage = (props: JobsPageProps) => <ServedPage skeleton={<JobsLoading />} content={Jobs(props)} />;

export default JobsPage;
