import { EndpointsSkeleton } from '@/components/endpoints/endpoints-skeleton';

const Loading = () => <EndpointsSkeleton title="Endpoints" sections={['Deployed models', 'Evaluations']} />;

export default Loading;
