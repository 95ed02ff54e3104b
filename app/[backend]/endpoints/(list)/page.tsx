import { type Metadata } from 'next';
import { EndpointsPage } from '@/components/endpoints/endpoints-page';
import { EndpointsSkeleton } from '@/components/endpoints/endpoints-skeleton';
import { PageBoundary } from '@/components/shell/page-boundary';
import { listEndpoints } from '@/lib/endpoints/list-endpoints';
import { listEvaluations } from '@/lib/endpoints/read-evaluation';
import { backendCapabilities } from '@/lib/backends/backend-capabilities';
import { runAction } from '@/lib/server/run-action';
import { runUseCase } from '@/lib/use-cases/run-use-case';
import { deleteEndpointAction, pollEndpointsAction } from '../actions';

export const metadata: Metadata = { title: 'Endpoints' };

const Content = async ({ params }: { params: Promise<{ backend: string }> }) => {
  const { backend } = await params;
  const [initial, evaluations, capabilities] = await Promise.all([
    runAction(listEndpoints, backend, {}),
    runAction(listEvaluations, backend, {}),
    runUseCase(backendCapabilities, backend, {}),
  ]);
  return (
    <EndpointsPage
      backend={backend}
      initial={initial}
      evaluations={evaluations}
      simulated={capabilities.spotMarket}
      poll={pollEndpointsAction.bind(null, backend)}
      remove={deleteEndpointAction.bind(null, backend)}
    />
  );
};

const Page = (props: { params: Promise<{ backend: string }> }) => (
  <PageBoundary
    skeleton={<EndpointsSkeleton title="Endpoints" sections={['Deployed models', 'Evaluations']} />}
  >
    <Content {...props} />
  </PageBoundary>
);

export default Page;
