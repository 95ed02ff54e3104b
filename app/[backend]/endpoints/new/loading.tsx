import { EndpointsSkeleton } from '@/components/endpoints/endpoints-skeleton';

const Loading = () => <EndpointsSkeleton title="Deploy a model" sections={['Model', 'Endpoint']} />;

export default Loading;
