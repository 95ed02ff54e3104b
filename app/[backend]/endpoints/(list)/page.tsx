import { type Metadata } from 'next';
import { ServedPage } from '@/app/served-page';
import { EndpointsPage } from '@/components/endpoints/endpoints-page';
import { SectionsSkeleton } from '@/components/shell/sections-skeleton';
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
  <ServedPage
    skeleton={<SectionsSkeleton title="Endpoints" sections={['Deployed models', 'Evaluations']} />}
    content={Content(props)}
  />
);

export default Page;
