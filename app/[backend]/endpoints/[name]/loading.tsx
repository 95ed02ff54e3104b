import { EndpointsSkeleton } from '@/components/endpoints/endpoints-skeleton';

const Loading = () => (
  <EndpointsSkeleton title="Endpoint" sections={['Endpoint', 'Evaluate on a test set', 'Confusion matrix']} />
);

export default Loading;
