import { type Metadata } from 'next';
import { ServedPage } from '@/app/served-page';
import { AllJobs } from '@/components/all/all-jobs';
import { JobsLoading } from '@/components/jobs/list/list-and-skeleton';
import { listPlaces } from '@/lib/backends/list-places';
import { listAllFacets, listAllJobs } from '@/lib/jobs/list-all-jobs';
import { runAction } from '@/lib/server/run-action';
import { type SearchParams } from '@/lib/urls/job-list';
import { runUseCase } from '@/lib/use-cases/run-use-case';
import { deleteJobAction, stopJobAction, tagJobAction } from '../../../[backend]/jobs/[name]/actions';
import { readTablePreferences } from '../../../[backend]/jobs/search-params';
import { refreshAllJobsAction } from '../actions';
import { readAllQuery } from '../search-params';

export const metadata: Metadata = { title: 'Jobs of all accounts and Regions' };

const Content = async ({ searchParams }: { searchParams: Promise<SearchParams> }) => {
  const preferences = await readTablePreferences();
  const { places, query } = readAllQuery(await searchParams, preferences);
  const [{ choices, shown }, initial, facets] = await Promise.all([
    runUseCase(listPlaces, 'local', { places }),
    runAction(listAllJobs, 'local', { places, query }),
    runUseCase(listAllFacets, 'local', { places }),
  ]);
  return (
    <AllJobs
      choices={choices}
      shown={shown}
      places={places}
      query={query}
      initial={initial}
      facets={facets}
      preferences={preferences}
      refresh={refreshAllJobsAction}
      actions={{ stop: stopJobAction, remove: deleteJobAction, tag: tagJobAction }}
    />
  );
};

const AllJobsPage = (props: { searchParams: Promise<SearchParams> }) => (
  <ServedPage skeleton={<JobsLoading />} content={Content(props)} />
);

export default AllJobsPage;
