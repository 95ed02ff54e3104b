import { type Metadata } from 'next';
import { ComparePage } from '@/components/compare/compare-page';
import { compareJobs } from '@/lib/jobs/compare-jobs';
import { parseCompareView } from '@/lib/urls/compare';
import { type SearchParams } from '@/lib/urls/job-list';
import { runUseCase } from '@/lib/use-cases/run-use-case';
import { matricesAction } from './actions';

interface PageProps {
  params: Promise<{ backend: string }>;
  searchParams: Promise<SearchParams>;
}

export const metadata: Metadata = { title: 'Compare' };

const Page = async ({ params, searchParams }: PageProps) => {
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
      loadMatrices={matricesAction.bind(null, backend)}
    />
  );
};

export default Page;
