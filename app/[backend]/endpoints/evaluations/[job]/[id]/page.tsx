import { type Metadata } from 'next';
import { notFound } from 'next/navigation';
import { ServedPage } from '@/app/served-page';
import { EndpointFailure } from '@/components/endpoints/endpoint-failure';
import { EvaluationPage } from '@/components/endpoints/evaluation-page';
import { SectionsSkeleton } from '@/components/shell/sections-skeleton';
import { readEvaluation } from '@/lib/endpoints/read-evaluation';
import { runAction } from '@/lib/server/run-action';
import { cellImagesAction } from '../../../actions';
import { readModel } from './search-params';

interface PageProps {
  params: Promise<{ backend: string; job: string; id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export const generateMetadata = async ({ params }: PageProps): Promise<Metadata> => ({
  title: `Evaluation of ${(await params).job}`,
});

const Content = async ({ params, searchParams }: PageProps) => {
  const { backend, job, id } = await params;
  const artifactS3Uri = readModel(await searchParams);
  const address = { id, jobName: job, ...(artifactS3Uri !== undefined && { artifactS3Uri }) };
  const read = await runAction(readEvaluation, backend, address);
  if (!read.ok) {
    if (read.error.code === 'not-found') notFound();
    return <EndpointFailure title={`Evaluation of ${job}`} error={read.error} />;
  }
  return (
    <EvaluationPage
      backend={backend}
      evaluation={read.value}
      loadImages={cellImagesAction.bind(null, backend, address)}
    />
  );
};

const Page = async (props: PageProps) => {
  const { job } = await props.params;
  return (
    <ServedPage
      skeleton={
        <SectionsSkeleton title={`Evaluation of ${job}`} sections={['Evaluation', 'Confusion matrix']} />
      }
      content={Content(props)}
    />
  );
};

export default Page;
