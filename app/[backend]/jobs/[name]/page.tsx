import { type Metadata } from 'next';
import { notFound } from 'next/navigation';
import { ServedPage } from '@/app/served-page';
import { JobPage, JobPageSkeleton } from '@/components/jobs/detail/job-and-skeleton';
import { JobUnavailable } from '@/components/jobs/detail/job-unavailable';
import { backendCapabilities } from '@/lib/backends/backend-capabilities';
import { readJob } from '@/lib/jobs/read-job';
import { spotBilling } from '@/lib/jobs/spot-billing';
import { isTerminal } from '@/lib/training/status';
import { enterPriceAction } from '../../savings/actions';
import { runUseCase } from '@/lib/use-cases/run-use-case';
import { runAction } from '@/lib/server/run-action';
import {
  deleteJobAction,
  describeJobAction,
  interruptJobAction,
  jobFilesAction,
  queryJobAction,
  reportLogAction,
  stopJobAction,
  tagJobAction,
  wholeReadingAction,
} from './actions';
import { readJobView } from './search-params';

interface PageProps {
  params: Promise<{ backend: string; name: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export const generateMetadata = async ({ params }: PageProps): Promise<Metadata> => ({
  title: (await params).name,
});

const Content = async ({ params, searchParams }: PageProps) => {
  const { backend, name } = await params;
  const { view, areChartsUnreadable } = await readJobView(await searchParams);
  const [read, able] = await Promise.all([
    runAction(readJob, backend, { name }),
    runAction(backendCapabilities, backend, {}),
  ]);
  if (!read.ok) {
    if (read.error.code === 'not-found') notFound();
    return <JobUnavailable name={name} error={read.error} />;
  }
  if (!able.ok) return <JobUnavailable name={name} error={able.error} />;
  const [initial, capabilities] = [read.value, able.value];
  const billing =
    initial.job.spot && !isTerminal(initial.job.status)
      ? await runUseCase(spotBilling, backend, { instanceType: initial.job.instanceType })
      : undefined;
  return (
    <JobPage
      key={`${backend}/${name}`}
      backend={backend}
      initial={initial}
      view={view}
      areChartsUnreadable={areChartsUnreadable}
      canInterrupt={capabilities.interrupt}
      inConsole={capabilities.console}
      cores={capabilities.cores}
      simulatedSpotMarket={capabilities.spotMarket}
      containerPaths={capabilities.containerPaths}
      {...(billing && { billing })}
      actions={{
        query: queryJobAction.bind(null, backend, name),
        wholeReading: wholeReadingAction.bind(null, backend, name),
        stop: stopJobAction.bind(null, backend, name),
        interrupt: interruptJobAction.bind(null, backend, name),
        enterPrice: enterPriceAction.bind(null, backend),
        remove: deleteJobAction.bind(null, backend, name),
        tag: tagJobAction.bind(null, backend, name),
        describe: describeJobAction.bind(null, backend, name),
        files: jobFilesAction.bind(null, backend, name),
        reportLog: reportLogAction.bind(null, backend, name),
      }}
    />
  );
};

const Page = (props: PageProps) => <ServedPage skeleton={<JobPageSkeleton />} content={Content(props)} />;

export default Page;
