import { type Metadata } from 'next';
import { ServedPage } from '@/app/served-page';
import { ComparePage } from '@/components/compare/compare-page';
import { CompareSkeleton } from '@/components/compare/compare-skeleton';
import { compareJobs } from '@/lib/jobs/compare-jobs';
import { parseCompareView } from '@/lib/urls/parse-compare';
import { listJobs } from '@/lib/jobs/list-jobs';
import { runAction } from '@/lib/server/run-action';
import { noFilters } from '@/lib/training/job-filters';
import { defaultQuery, type SearchParams } from '@/lib/urls/job-list';
import { runUseCase } from '@/lib/use-cases/run-use-case';
import { matricesAction } from './actions';

interface PageProps {
  params: Promise<{ backend: string }>;
  searchParams: Promise<SearchParams>;
}

export const metadata: Metadata = { title: 'Compare' };

const Content = async ({ params, searchParams }: PageProps) => {
  const { backend } = await params;
  const view = parseCompareView(await searchParams);
  const { jobs, missing } = await runUseCase(compareJobs, backend, { names: view.jobs });
  return (
    <ComparePage
      key={view.jobs.join()}
      backend={backend}
      jobs={jobs}
      missing={missing}
      view={view}
      newest={await newestJobs(backend)}
      loadMatrices={matricesAction.bind(null, backend)}
    />
  );
};

/** The newest jobs that completed, which have most to compare; none where they cannot be read. */
const newestJobs = async (backend: string): Promise<string[]> => {
  const filters = { ...noFilters, outcomes: ['completed'] };
  const listed = await runAction(listJobs, backend, { ...defaultQuery, filters, pageSize: 3 });
  return listed.ok ? listed.value.rows.map(({ name }) => name) : [];
};

const Page = (props: PageProps) => <ServedPage skeleton={<CompareSkeleton />} content={Content(props)} />;

export default Page;
