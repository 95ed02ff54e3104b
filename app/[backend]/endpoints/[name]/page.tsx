import { type Metadata } from 'next';
import { notFound } from 'next/navigation';
import { ServedPage } from '@/app/served-page';
import { EndpointFailure } from '@/components/endpoints/endpoint-failure';
import { EndpointPage } from '@/components/endpoints/endpoint-page';
import { SectionsSkeleton } from '@/components/shell/sections-skeleton';
import { openEndpoint } from '@/lib/endpoints/open-endpoint';
import { runAction } from '@/lib/server/run-action';
import { cellImagesAction, deleteEndpointAction } from '../actions';
import {
  cancelEvaluationAction,
  evaluationProgressAction,
  pollEndpointAction,
  startEvaluationAction,
} from './actions';

interface PageProps {
  params: Promise<{ backend: string; name: string }>;
}

export const generateMetadata = async ({ params }: PageProps): Promise<Metadata> => ({
  title: (await params).name,
});

const Content = async ({ params }: PageProps) => {
  const { backend, name } = await params;
  const opened = await runAction(openEndpoint, backend, { name });
  if (!opened.ok) {
    if (opened.error.code === 'not-found') notFound();
    return <EndpointFailure title={name} error={opened.error} />;
  }
  const { endpoint, latest, ...rest } = opened.value;
  const address = {
    id: latest?.id ?? '',
    jobName: latest?.jobName ?? '',
    ...(latest && { artifactS3Uri: latest.modelArtifactS3Uri }),
  };
  return (
    <EndpointPage
      key={`${backend}/${endpoint.arn}/${endpoint.createdAt}`}
      backend={backend}
      initial={endpoint}
      {...rest}
      {...(latest && { latest })}
      loadImages={cellImagesAction.bind(null, backend, address)}
      poll={pollEndpointAction.bind(null, backend, name)}
      remove={deleteEndpointAction.bind(null, backend)}
      evaluation={{
        start: startEvaluationAction.bind(null, backend, name),
        progress: evaluationProgressAction.bind(null, backend, name),
        cancel: cancelEvaluationAction.bind(null, backend),
      }}
    />
  );
};

const Page = (props: PageProps) => (
  <ServedPage
    skeleton={
      <SectionsSkeleton
        title="Endpoint"
        sections={['Endpoint', 'Evaluate on a test set', 'Confusion matrix']}
      />
    }
    content={Content(props)}
  />
);

export default Page;
