import { type Metadata } from 'next';
import { ServedPage } from '@/app/served-page';
import { DeployPage } from '@/components/endpoints/deploy-page';
import { EndpointFailure } from '@/components/endpoints/endpoint-failure';
import { SectionsSkeleton } from '@/components/shell/sections-skeleton';
import { openDeployForm } from '@/lib/endpoints/open-deploy-form';
import { backendCapabilities } from '@/lib/backends/backend-capabilities';
import { runAction } from '@/lib/server/run-action';
import { runUseCase } from '@/lib/use-cases/run-use-case';
import { deploy, findObstacle, openForm, isNameFree, lookUpHostingPrice } from './actions';
import { readJob } from './search-params';

export const metadata: Metadata = { title: 'Deploy a model' };

interface PageProps {
  params: Promise<{ backend: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

const Content = async ({ params, searchParams }: PageProps) => {
  const { backend } = await params;
  const job = readJob(await searchParams);
  const [form, capabilities] = await Promise.all([
    runAction(openDeployForm, backend, { jobName: job }),
    runUseCase(backendCapabilities, backend, {}),
  ]);
  if (!form.ok) return <EndpointFailure title="Deploy a model" error={form.error} />;
  return (
    <DeployPage
      key={job ?? ''}
      backend={backend}
      simulated={capabilities.spotMarket}
      opened={form.value}
      actions={{
        open: openForm.bind(null, backend, job),
        price: lookUpHostingPrice.bind(null, backend),
        deploy: deploy.bind(null, backend),
        nameFree: isNameFree.bind(null, backend),
        obstacle: findObstacle.bind(null, backend),
      }}
    />
  );
};

const Page = (props: PageProps) => (
  <ServedPage
    skeleton={<SectionsSkeleton title="Deploy a model" sections={['Model', 'Endpoint']} />}
    content={Content(props)}
  />
);

export default Page;
